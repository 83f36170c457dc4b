#include <fmt/core.h>

#include "apps/cli/common_options.hpp"
#include "apps/cli/verbs/verb.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/math/orthogonal/choose_array.hpp"

namespace vernier::cli {
namespace {

std::vector<int> levels_from_text(const std::string& text) {
  std::vector<int> levels;
  for (const std::string& word : split(text, ',')) {
    const auto number = parse_number(trim(word));
    if (!number || *number < 2 || *number > 64 || *number != static_cast<int>(*number)) {
      throw InvalidArgument(fmt::format("--levels has '{}'", word), "the number of levels of each factor, 2 to 64",
                            "Write for instance --levels 3,3,3,2.");
    }
    levels.push_back(static_cast<int>(*number));
  }
  return levels;
}

class DesignVerb : public Verb {
 public:
  void configure(CLI::App& app) override {
    app.add_option("--levels", levels_, "the number of levels of each factor, for instance 3,3,3,2")
        ->type_name("N,N,...")
        ->required();
    app.add_option("--strength", wish_.strength, "every choice of so many factors has all combinations equally often")
        ->type_name("T")
        ->capture_default_str();
    app.add_option("--max-runs", wish_.max_runs, "the most runs that are acceptable")
        ->type_name("N")
        ->capture_default_str();
    app.add_option("--seed", seed_, "place factors on columns at random, by this seed")->type_name("N");
    add_json(app, json_);
  }

  int run(Console& console) override {
    const std::vector<int> levels = levels_from_text(levels_);
    ChosenArray chosen = choose_array(levels, wish_);
    if (seed_) chosen = place_at_random(chosen, Rng(*seed_).split("columns"));
    json_ ? print_as_json(console, chosen) : print_as_table(console, chosen);
    return exit_done;
  }

 private:
  static void print_as_json(Console& console, const ChosenArray& chosen) {
    Json rows = Json::array();
    for (int run = 0; run < chosen.array.runs; ++run) {
      Json row = Json::array();
      for (int factor = 0; factor < chosen.array.factors(); ++factor) row.push_back(chosen.array.at(run, factor) + 1);
      rows.push_back(std::move(row));
    }
    console.print_json({{"name", chosen.whole.name},
                        {"runs", chosen.array.runs},
                        {"levels", chosen.array.levels},
                        {"strength", chosen.array.strength},
                        {"construction", chosen.construction},
                        {"notes", chosen.notes},
                        {"rows", std::move(rows)}});
  }

  static void print_as_table(Console& console, const ChosenArray& chosen) {
    console.print_line(fmt::format("{}: {} runs, strength {} ({})",
                                   inked(chosen.whole.name, Ink::bold, console.style()), chosen.array.runs,
                                   chosen.array.strength, chosen.construction));
    for (const std::string& note : chosen.notes) console.print_line(note);
    console.print_line();
    TextTable table{{{"run", true}}, {}};
    for (int factor = 0; factor < chosen.array.factors(); ++factor) {
      // A to Z, then numbers: the letters that textbooks of experimental design use.
      table.columns.push_back(
          {factor < 26 ? std::string(1, static_cast<char>('A' + factor)) : std::to_string(factor + 1), true});
    }
    for (int run = 0; run < chosen.array.runs; ++run) {
      std::vector<std::string> row{std::to_string(run + 1)};
      for (int factor = 0; factor < chosen.array.factors(); ++factor) {
        row.push_back(std::to_string(chosen.array.at(run, factor) + 1));
      }
      table.rows.push_back(std::move(row));
    }
    console.print_table(table);
  }

  std::string levels_;
  ArrayWish wish_;
  std::optional<std::uint64_t> seed_;
  bool json_ = false;
};

}  // namespace

const VerbInfo& verb_design() {
  static const VerbInfo info{.name = "design",
                             .summary = "print the smallest orthogonal array for given factor levels, and its strength",
                             .group = VerbGroup::program,
                             .details =
                                 "Rows are runs, columns are factors, entries are levels from 1.\n\n"
                                 "Examples:\n  vernier design --levels 3,3,3,2\n"
                                 "  vernier design --levels 2,2,2,2,2 --strength 3 --json",
                             .make = &make_verb<DesignVerb>};
  return info;
}

}  // namespace vernier::cli
