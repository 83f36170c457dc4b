// Lines that are JSON objects: with a step they are reports, without one the result.
#include "vernier/workers/readers/reader.hpp"
#include "vernier/workers/readers/support/result_text.hpp"

namespace vernier {
namespace {

struct JsonOptions {
  std::vector<std::string> value;
  std::string step = "step";
  static void describe(OptionFields<JsonOptions>& field) {
    field("value", &JsonOptions::value, "the key of the value; the name of each objective");
    field("step", &JsonOptions::step, "the key of the step");
  }
};

class JsonReader : public ResultReader {
 public:
  JsonReader(const JsonOptions& options, const ReaderContext& context)
      : names_(value_names(options.value, context)), step_(options.step) {}

  void line(std::string_view line, Readings& found) override {
    const auto object = object_of_text(line);
    if (!object) return;
    auto values = values_of_object(*object, names_);
    if (!values) return;
    const auto step = object->find(step_);
    if (step == object->end()) {
      found.result = std::move(values);
    } else {
      found.reports.push_back({number_of_json(*step), *std::move(values)});
    }
  }

 private:
  std::vector<std::string> names_;
  std::string step_;
};

}  // namespace

const ReaderInfo& reader_json() {
  static const ReaderInfo info{.name = "json",
                               .summary = "lines that are JSON objects: reports with a step, the result without one",
                               .cites = "",
                               .options = option_table<JsonOptions>(),
                               .make = &make_reader_with<JsonReader, JsonOptions>};
  return info;
}

}  // namespace vernier
