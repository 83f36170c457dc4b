#include <fmt/core.h>

#include "apps/cli/common_options.hpp"
#include "apps/cli/config_text.hpp"
#include "apps/cli/verbs/verb.hpp"
#include "vernier/base/files.hpp"
#include "vernier/base/text.hpp"
#include "vernier/tune/saved_model.hpp"

namespace vernier::cli {
namespace {

float output_at(const tune::Predictions& predictions, Index row, Index column) {
  return predictions.outputs.values()[static_cast<std::size_t>(row * predictions.outputs.shape()[1] + column)];
}

std::string predictions_as_csv(const tune::Predictions& predictions) {
  std::vector<std::string> line{"prediction"};
  for (const std::string& name : predictions.classes) line.push_back(csv_field("p(" + name + ")"));
  std::string out = join(line, ",") + '\n';
  for (Index row = 0; row < predictions.outputs.shape()[0]; ++row) {
    line.clear();
    if (!predictions.classes.empty()) {
      line.push_back(csv_field(
          predictions.classes[static_cast<std::size_t>(predictions.predicted[static_cast<std::size_t>(row)])]));
    }
    for (Index column = 0; column < predictions.outputs.shape()[1]; ++column) {
      line.push_back(fmt::format("{}", output_at(predictions, row, column)));
    }
    out += join(line, ",") + '\n';
  }
  return out;
}

Json predictions_as_json(const tune::Predictions& predictions) {
  Json json = Json::array();
  for (Index row = 0; row < predictions.outputs.shape()[0]; ++row) {
    if (predictions.classes.empty()) {
      json.push_back({{"prediction", output_at(predictions, row, 0)}});
      continue;
    }
    Json probabilities = Json::object();
    for (std::size_t k = 0; k < predictions.classes.size(); ++k) {
      probabilities[predictions.classes[k]] = output_at(predictions, row, static_cast<Index>(k));
    }
    const auto predicted = static_cast<std::size_t>(predictions.predicted[static_cast<std::size_t>(row)]);
    json.push_back({{"prediction", predictions.classes[predicted]}, {"probabilities", std::move(probabilities)}});
  }
  return json;
}

class PredictVerb : public Verb {
 public:
  void configure(CLI::App& app) override {
    app.add_option("model", model_, "a model that 'tune' or 'train' saved")->type_name("MODEL")->required();
    app.add_option("data", data_, "rows; the target need not be there")->type_name("DATA")->required();
    app.add_option("--out", out_, "write the CSV to this file")->type_name("FILE");
    add_json(app, json_);
  }

  int run(Console& console) override {
    tune::SavedModel saved = tune::load_model(model_);
    const tune::Predictions predictions = tune::predict_file(saved, data_);
    if (!out_.empty()) write_file_atomically(out_, predictions_as_csv(predictions));
    if (json_) {
      console.print_json(predictions_as_json(predictions));
    } else if (out_.empty()) {
      console.print(predictions_as_csv(predictions));
    }
    return exit_done;
  }

 private:
  std::string model_;
  std::string data_;
  std::string out_;
  bool json_ = false;
};

}  // namespace

const VerbInfo& verb_predict() {
  static const VerbInfo info{
      .name = "predict",
      .summary = "predict rows with a saved model, as CSV",
      .group = VerbGroup::trainer,
      .details = "Examples:\n  vernier predict result/model.safetensors new_rows.csv --out predictions.csv",
      .make = &make_verb<PredictVerb>};
  return info;
}

}  // namespace vernier::cli
