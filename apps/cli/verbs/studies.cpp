#include <unistd.h>

#include <iostream>

#include <fmt/core.h>

#include "apps/cli/common_options.hpp"
#include "apps/cli/studies.hpp"
#include "apps/cli/verbs/verb.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"

namespace vernier::cli {
namespace {

class StudiesVerb : public Verb {
 public:
  void configure(CLI::App& app) override {
    selection_.add_storage(app);
    add_json(app, json_);
    app.require_subcommand(0, 1);

    remove_ = app.add_subcommand("delete", "delete a study and all its trials");
    remove_->add_option("name", name_, "the study")->type_name("STUDY")->required();
    remove_->add_flag("-y,--yes", yes_, "do not ask");
    copy_ = app.add_subcommand("copy", "copy a study under a new name");
    copy_->add_option("name", name_, "the study")->type_name("STUDY")->required();
    copy_->add_option("new_name", new_name_, "the name of the copy")->type_name("NEW")->required();
    rename_ = app.add_subcommand("rename", "give a study another name");
    rename_->add_option("name", name_, "the study")->type_name("STUDY")->required();
    rename_->add_option("new_name", new_name_, "its new name")->type_name("NEW")->required();
    for (CLI::App* sub : {remove_, copy_, rename_}) {
      selection_.add_storage(*sub);
      sub->set_help_flag("-h,--help", "show this help")->group("Other");
    }
  }

  int run(Console& console) override {
    const auto log = open_existing_log(selection_);
    if (remove_->parsed()) {
      if (!yes_ && !confirmed(*log)) throw InvalidArgument("nothing was deleted", {}, "Give --yes to delete it.");
      remove_study(*log, name_);
      console.say(fmt::format("study '{}' is deleted", name_));
    } else if (copy_->parsed()) {
      copy_study(*log, name_, new_name_);
    } else if (rename_->parsed()) {
      rename_study(*log, name_, new_name_);
    } else {
      list(console, log);
    }
    return exit_done;
  }

 private:
  // Asks where someone is there to answer.
  [[nodiscard]] bool confirmed(EventLog& log) const {
    if (!log.find_study(name_)) return true;  // deleting it will say what is wrong
    if (isatty(STDIN_FILENO) == 0) return false;
    std::fprintf(stderr, "Delete study '%s' and all its trials? [y/N] ", name_.c_str());
    std::string answer;
    std::getline(std::cin, answer);
    return answer == "y" || answer == "yes" || answer == "Y";
  }

  void list(Console& console, const std::shared_ptr<EventLog>& log) const {
    Json json = Json::array();
    TextTable table{{{"study", false, true},
                     {"complete", true},
                     {"pruned", true},
                     {"failed", true},
                     {"unfinished", true},
                     {"best", true},
                     {"objective"},
                     {"sampler"}},
                    {}};
    for (const StudySummary& summary : list_studies(*log)) {
      const std::string sampler = to_text(Study::load(log, summary.name).options().sampler);
      std::vector<std::string> goals, best;
      for (const Objective& objective : summary.objectives) {
        goals.push_back(fmt::format("{} {}", to_string(objective.direction), objective.name));
      }
      for (const double value : summary.best_values) best.push_back(table_number(value));
      Json row{{"study", summary.name},
               {"trials", counts_json(summary.counts)},
               {"objectives", to_json(summary.objectives)},
               {"best", nullptr},
               {"sampler", sampler}};
      if (summary.best) row["best"] = {{"trial", *summary.best}, {"values", summary.best_values}};
      json.push_back(std::move(row));
      const TrialCounts& counts = summary.counts;
      table.rows.push_back({summary.name, std::to_string(counts.complete), std::to_string(counts.pruned),
                            std::to_string(counts.failed), std::to_string(counts.paused + counts.running),
                            join(best, ", "), join(goals, ", "), sampler});
    }
    json_ ? console.print_json(json) : console.print_table(table);
  }

  StudySelection selection_;
  std::string name_;
  std::string new_name_;
  bool json_ = false;
  bool yes_ = false;
  CLI::App* remove_ = nullptr;
  CLI::App* copy_ = nullptr;
  CLI::App* rename_ = nullptr;
};

}  // namespace

const VerbInfo& verb_studies() {
  static const VerbInfo info{.name = "studies",
                             .summary = "list the studies of a storage; delete, copy or rename one",
                             .group = VerbGroup::look,
                             .make = &make_verb<StudiesVerb>};
  return info;
}

}  // namespace vernier::cli
