#include "apps/cli/common_options.hpp"
#include "apps/cli/verbs/verb.hpp"
#include "vernier/tune/saved_model.hpp"

namespace vernier::cli {
namespace {

class EvaluateVerb : public Verb {
 public:
  void configure(CLI::App& app) override {
    app.add_option("model", model_, "a model that 'tune' or 'train' saved")->type_name("MODEL")->required();
    app.add_option("data", data_, "rows with the targets; columns as in training, in any order")
        ->type_name("DATA")
        ->required();
    app.add_option("--targets", targets_, "the file of targets where DATA is an array file")->type_name("FILE");
    add_json(app, json_);
  }

  int run(Console& console) override {
    tune::SavedModel saved = tune::load_model(model_);
    const auto scores = tune::evaluate_file(saved, data_, targets_);
    if (json_) {
      console.print_json(Json(scores));
    } else {
      TextTable table{{{"metric"}, {"value", true}}, {}};
      for (const auto& [metric, value] : scores) table.rows.push_back({metric, table_number(value, 6)});
      console.print_table(table);
    }
    return exit_done;
  }

 private:
  std::string model_;
  std::string data_;
  std::string targets_;
  bool json_ = false;
};

}  // namespace

const VerbInfo& verb_evaluate() {
  static const VerbInfo info{.name = "evaluate",
                             .summary = "score a saved model on rows with known targets",
                             .group = VerbGroup::trainer,
                             .details = "Examples:\n  vernier evaluate result/model.safetensors digits_test.csv --json",
                             .make = &make_verb<EvaluateVerb>};
  return info;
}

}  // namespace vernier::cli
