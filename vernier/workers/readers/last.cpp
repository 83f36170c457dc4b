// The last line that is a number, a list of numbers or a JSON object.
#include "vernier/workers/readers/reader.hpp"
#include "vernier/workers/readers/support/result_text.hpp"

namespace vernier {
namespace {

struct LastOptions {
  std::vector<std::string> value;
  static void describe(OptionFields<LastOptions>& field) {
    field("value", &LastOptions::value, "what the value is called in a JSON object; that of each objective");
  }
};

class LastReader : public ResultReader {
 public:
  LastReader(const LastOptions& options, const ReaderContext& context) : names_(value_names(options.value, context)) {}
  void line(std::string_view line, Readings& found) override {
    if (auto values = values_of_text(line, names_)) found.result = *std::move(values);
  }

 private:
  std::vector<std::string> names_;
};

}  // namespace

const ReaderInfo& reader_last() {
  static const ReaderInfo info{.name = "last",
                               .summary = "the last line that is a number, a list of numbers or a JSON object",
                               .cites = "",
                               .options = option_table<LastOptions>(),
                               .make = &make_reader_with<LastReader, LastOptions>};
  return info;
}

}  // namespace vernier
