#include <algorithm>

#include <fmt/core.h>

#include "apps/cli/catalogues.hpp"
#include "apps/cli/common_options.hpp"
#include "apps/cli/verbs/verb.hpp"
#include "vernier/base/option_json.hpp"
#include "vernier/base/text.hpp"

namespace vernier::cli {
namespace {

std::string words_of_abilities(const Json& abilities) {
  std::vector<std::string> words;
  for (const auto& [name, has] : abilities.items()) {
    if (has.get<bool>()) words.push_back(name);
  }
  return join(words, ", ");
}

/// So that the table of all fits 100 columns.
std::string short_title(const std::string& ability) {
  if (ability == "conditional") return "conditions";
  if (ability == "multi_objective") return "objectives";
  if (ability == "define_by_run") return "by run";
  if (ability == "many_parameters") return "many";
  return ability;
}

std::string allowed_values(const OptionSpec& spec) {
  if (!spec.choices.empty()) return join(spec.choices, ", ");
  if (!spec.catalogue.empty()) return "one of the " + spec.catalogue;
  std::string text;
  if (spec.low) text += fmt::format("{} {}", spec.low_open ? ">" : ">=", format_number(*spec.low));
  if (spec.high) text += fmt::format("{}<= {}", text.empty() ? "" : ", ", format_number(*spec.high));
  return text;
}

Json entry_json(const CatalogueEntry& entry, bool with_options) {
  Json json{{"name", entry.name}, {"summary", entry.summary}, {"cites", entry.cites}, {"aliases", entry.aliases}};
  if (!entry.abilities.empty()) json["handles"] = entry.abilities;
  if (!entry.suits.empty()) json["suits"] = entry.suits;
  if (!entry.milliseconds.is_null()) json["ask_milliseconds"] = entry.milliseconds;
  if (with_options) {
    json["options"] = Json::array();
    for (const OptionSpec& spec : entry.options->rows()) json["options"].push_back(to_json(spec));
  }
  return json;
}

class ListVerb : public Verb {
 public:
  void configure(CLI::App& app) override {
    app.add_option("kind", kind_, "which catalogue; without it all are listed")->type_name("KIND");
    app.add_option("name", name_, "one entry: its options, their defaults and bounds, its source")->type_name("NAME");
    add_json(app, json_);
  }

  int run(Console& console) override {
    if (kind_.empty()) {
      list_kinds(console);
    } else if (name_.empty()) {
      list_entries(console, catalogue_kind(kind_));
    } else {
      show_entry(console, catalogue_entry(catalogue_kind(kind_), name_));
    }
    return exit_done;
  }

 private:
  void list_kinds(Console& console) const {
    Json json = Json::array();
    TextTable table{{{"catalogue"}, {"entries", true}, {"what", false, true}}, {}};
    for (const CatalogueKind& kind : catalogue_kinds()) {
      const std::size_t count = kind.entries().size();
      json.push_back({{"name", kind.name}, {"entries", count}, {"summary", kind.summary}});
      table.rows.push_back({kind.name, std::to_string(count), kind.summary});
    }
    json_ ? console.print_json(json) : console.print_table(table);
  }

  void list_entries(Console& console, const CatalogueKind& kind) const {
    const std::vector<CatalogueEntry> entries = kind.entries();
    Json json = Json::array();
    bool compared = false;
    for (const CatalogueEntry& entry : entries) {
      json.push_back(entry_json(entry, false));
      compared = compared || !entry.suits.empty();
    }
    if (json_) return console.print_json(json);
    if (compared) return compare_entries(console, entries);
    TextTable table{{{"name"}, {"summary", false, true}}, {}};
    const bool able =
        std::any_of(entries.begin(), entries.end(), [](const auto& one) { return !one.abilities.empty(); });
    if (able) table.columns.push_back({"handles", false, true});
    for (const CatalogueEntry& entry : entries) {
      table.rows.push_back({entry.name, entry.summary, words_of_abilities(entry.abilities)});
    }
    console.print_table(table);
  }

  /// What each is good for and costs, and what it handles.
  static void compare_entries(Console& console, const std::vector<CatalogueEntry>& entries) {
    TextTable costs{{{"name"}}, {}};
    TextTable handles{{{"handles"}}, {}};
    const bool timed = !entries.front().milliseconds.is_null();
    if (timed) {
      costs.columns.insert(costs.columns.end(), {{"ask ms, 100", true}, {"1,000", true}});
    }
    costs.columns.push_back({"good for", false, true});
    for (const auto& [ability, has] : entries.front().abilities.items())
      handles.columns.push_back({short_title(ability)});
    for (const CatalogueEntry& entry : entries) {
      std::vector<std::string>& row = costs.rows.emplace_back(std::vector<std::string>{entry.name});
      for (const char* after : {"after_100", "after_1000"}) {
        if (timed) row.push_back(entry.milliseconds.is_null() ? "" : table_number(entry.milliseconds[after], 2));
      }
      row.push_back(entry.suits);
      std::vector<std::string>& abilities = handles.rows.emplace_back(std::vector<std::string>{entry.name});
      for (const auto& [ability, has] : entry.abilities.items()) abilities.emplace_back(has.get<bool>() ? "yes" : "-");
    }
    console.print_table(costs);
    console.print_line();
    console.print_table(handles);
  }

  void show_entry(Console& console, const CatalogueEntry& entry) const {
    if (json_) return console.print_json(entry_json(entry, true));
    console.print_line(inked(entry.name, Ink::bold, console.style()) + ": " + entry.summary);
    if (!entry.cites.empty()) console.print_line("source: " + entry.cites);
    if (!entry.aliases.empty()) console.print_line("also known as: " + join(entry.aliases, ", "));
    if (!entry.abilities.empty()) console.print_line("handles: " + words_of_abilities(entry.abilities));
    if (!entry.suits.empty()) console.print_line("good for: " + entry.suits);
    if (!entry.milliseconds.is_null()) {
      console.print_line(fmt::format("one ask: {} ms after 100 trials, {} ms after 1,000",
                                     table_number(entry.milliseconds["after_100"], 2),
                                     table_number(entry.milliseconds["after_1000"], 2)));
    }
    console.print_line();
    if (entry.options->rows().empty()) return console.print_line("It has no options.");
    TextTable table{{{"option"}, {"type"}, {"default"}, {"values", false, true}, {"help", false, true}}, {}};
    for (const OptionSpec& spec : entry.options->rows()) {
      table.rows.push_back({spec.name, std::string(to_string(spec.type)),
                            spec.required ? "required" : spec.fallback.dump(), allowed_values(spec), spec.help});
    }
    console.print_table(table);
  }

  std::string kind_;
  std::string name_;
  bool json_ = false;
};

}  // namespace

const VerbInfo& verb_list() {
  static const VerbInfo info{.name = "list",
                             .summary = "list the catalogues: samplers, pruners, layers, optimizers and so on",
                             .group = VerbGroup::program,
                             .details = "Examples:\n  vernier list samplers\n  vernier list optimizers adam",
                             .make = &make_verb<ListVerb>};
  return info;
}

}  // namespace vernier::cli
