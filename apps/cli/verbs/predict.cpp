#include <algorithm>

#include <fmt/core.h>

#include "apps/cli/common_options.hpp"
#include "apps/cli/config_text.hpp"
#include "apps/cli/verbs/verb.hpp"
#include "vernier/base/files.hpp"
#include "vernier/base/text.hpp"
#include "vernier/tune/saved_model.hpp"

namespace vernier::cli {
namespace {

using tune::Predictions;

float output_at(const tune::Prediction& prediction, Index row, std::size_t column) {
  return prediction.outputs.slice(row, row + 1).values()[column];
}

const std::string& class_at(const tune::Prediction& prediction, Index row) {
  return prediction.classes[static_cast<std::size_t>(prediction.predicted[static_cast<std::size_t>(row)])];
}

/// Of images first "file". Of one target "prediction" and "p(CLASS)"; of several "TARGET" and "p(TARGET = CLASS)".
std::string header(const Predictions& predictions) {
  std::vector<std::string> names;
  if (!predictions.files.empty()) names.emplace_back("file");
  for (const tune::Prediction& prediction : predictions.targets) {
    const bool only = predictions.targets.size() == 1;
    names.push_back(csv_field(only ? "prediction" : prediction.target));
    for (const std::string& name : prediction.classes) {
      names.push_back(
          csv_field(only ? fmt::format("p({})", name) : fmt::format("p({} = {})", prediction.target, name)));
    }
  }
  return join(names, ",") + '\n';
}

std::string predictions_as_csv(const Predictions& predictions) {
  std::string out = header(predictions);
  std::vector<std::string> line;
  for (Index row = 0; row < predictions.targets.front().outputs.shape()[0]; ++row) {
    line.clear();
    if (!predictions.files.empty()) line.push_back(csv_field(predictions.files[static_cast<std::size_t>(row)]));
    for (const tune::Prediction& prediction : predictions.targets) {
      if (!prediction.classes.empty()) line.push_back(csv_field(class_at(prediction, row)));
      for (std::size_t k = 0; k < std::max<std::size_t>(prediction.classes.size(), 1); ++k) {
        line.push_back(fmt::format("{}", output_at(prediction, row, k)));
      }
    }
    out += join(line, ",") + '\n';
  }
  return out;
}

Json prediction_as_json(const tune::Prediction& prediction, Index row) {
  if (prediction.classes.empty()) return {{"prediction", output_at(prediction, row, 0)}};
  Json probabilities = Json::object();
  for (std::size_t k = 0; k < prediction.classes.size(); ++k) {
    probabilities[prediction.classes[k]] = output_at(prediction, row, k);
  }
  return {{"prediction", class_at(prediction, row)}, {"probabilities", std::move(probabilities)}};
}

/// Of several targets an object for each, under its name.
Json predictions_as_json(const Predictions& predictions) {
  Json rows = Json::array();
  for (Index row = 0; row < predictions.targets.front().outputs.shape()[0]; ++row) {
    Json& all = rows.emplace_back(Json::object());
    if (!predictions.files.empty()) all["file"] = predictions.files[static_cast<std::size_t>(row)];
    for (const tune::Prediction& prediction : predictions.targets) {
      Json own = prediction_as_json(prediction, row);
      if (predictions.targets.size() == 1) {
        all.update(own);
      } else {
        all[prediction.target] = std::move(own);
      }
    }
  }
  return rows;
}

class PredictVerb : public Verb {
 public:
  void configure(CLI::App& app) override {
    app.add_option("model", model_, "a model that 'tune' or 'train' saved")->type_name("MODEL")->required();
    app.add_option("data", data_, "rows; targets need not be there")->type_name("DATA")->required();
    app.add_option("--out", out_, "write the CSV to this file")->type_name("FILE");
    add_json(app, json_);
  }

  int run(Console& console) override {
    tune::SavedModel saved = tune::load_model(model_);
    const Predictions predictions = tune::predict_file(saved, data_);
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
