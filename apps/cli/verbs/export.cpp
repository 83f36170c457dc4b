#include <set>

#include <fmt/core.h>

#include "apps/cli/common_options.hpp"
#include "apps/cli/config_text.hpp"
#include "apps/cli/studies.hpp"
#include "apps/cli/verbs/verb.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/base/text.hpp"
#include "vernier/onnx/export.hpp"
#include "vernier/tune/saved_model.hpp"

namespace vernier::cli {
namespace {

std::string study_as_csv(const Study& study) {
  const std::vector<TrialRecord> trials = study.trials();
  const std::vector<Objective> objectives = objectives_of(study);
  std::set<std::string> names;
  for (const TrialRecord& trial : trials) {
    for (const auto& [name, value] : trial.params) names.insert(name);
  }
  std::vector<std::string> row{"trial", "state"};
  for (const Objective& objective : objectives) row.push_back(csv_field(objective.name));
  for (const std::string& name : names) row.push_back(csv_field("params." + name));
  for (const char* name : {"last_step", "seconds", "why"}) row.emplace_back(name);
  std::string out = join(row, ",") + '\n';
  for (const TrialRecord& trial : trials) {
    row = {std::to_string(trial.number), std::string(to_string(trial.state))};
    for (std::size_t k = 0; k < objectives.size(); ++k) {
      row.push_back(k < trial.values.size() ? format_number(trial.values[k]) : "");
    }
    for (const std::string& name : names) {
      const auto found = trial.params.find(name);
      row.push_back(found == trial.params.end() ? "" : csv_field(to_text(found->second)));
    }
    row.push_back(trial.reports.empty() ? "" : format_number(trial.reports.back().step));
    row.push_back(format_number(trial.seconds));
    row.push_back(csv_field(trial.why));
    out += join(row, ",") + '\n';
  }
  return out;
}

std::string study_as_json(const Study& study) {
  const StudyOptions& options = study.options();
  Json json{{"format", "vernier-study"}, {"version", 1}, {"study", options.name}};
  json["objectives"] = to_json(objectives_of(study));
  json["space"] = options.space ? to_json(*options.space) : Json(nullptr);
  json["sampler"] = to_json(options.sampler);
  json["pruner"] = to_json(options.pruner);
  json["seed"] = options.seed.value_or(0);
  json["attributes"] = study.attributes();
  json["trials"] = Json::array();
  for (const TrialRecord& trial : study.trials()) json["trials"].push_back(to_json(trial));
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + '\n';
}

class ExportVerb : public Verb {
 public:
  void configure(CLI::App& app) override {
    app.add_option("study,--study", selection_.study,
                   "the study, which may be left out where the storage holds only one; with --onnx the file of a model")
        ->type_name("STUDY or MODEL");
    selection_.add_storage(app);
    add_choice(app, "--format", format_, {"csv", "json"}, "how to write a study");
    CLI::Option* const out =
        app.add_option("--out", out_, "the file, replaced as a whole; standard output by default")->type_name("FILE");
    app.add_option("--onnx", onnx_, "write a model for other programs to this file")->type_name("FILE")->excludes(out);
  }

  int run(Console& console) override {
    if (!onnx_.empty()) return export_onnx();
    const Study study = load_study(selection_);
    const std::string text = format_ == "csv" ? study_as_csv(study) : study_as_json(study);
    if (out_.empty()) {
      console.print(text);
    } else {
      write_file_atomically(out_, text);
    }
    return exit_done;
  }

 private:
  int export_onnx() const {
    if (selection_.study.empty()) {
      throw InvalidArgument("--onnx without a model", "vernier export MODEL.safetensors --onnx FILE");
    }
    check_output(onnx_, selection_.study);
    onnx::export_model(tune::load_network(selection_.study), onnx_);
    return exit_done;
  }

  StudySelection selection_;
  std::string format_ = "csv";
  std::string out_;
  std::string onnx_;
};

}  // namespace

const VerbInfo& verb_export() {
  static const VerbInfo info{.name = "export",
                             .summary = "write a study as CSV or JSON, or a model as ONNX",
                             .group = VerbGroup::look,
                             .details =
                                 "Examples:\n"
                                 "  vernier export digits --format csv --out digits.csv\n"
                                 "  vernier export result/model.safetensors --onnx digits.onnx",
                             .make = &make_verb<ExportVerb>};
  return info;
}

}  // namespace vernier::cli
