// A file that the program leaves behind.
#include <fmt/core.h>

#include <optional>
#include <system_error>
#include <tuple>

#include "vernier/base/files.hpp"
#include "vernier/workers/readers/reader.hpp"
#include "vernier/workers/readers/support/result_text.hpp"

namespace vernier {
namespace {

namespace fs = std::filesystem;
constexpr std::uintmax_t largest_result_file = 1 << 20;

struct FileOptions {
  std::string path;
  std::vector<std::string> value;
  static void describe(OptionFields<FileOptions>& field) {
    field("path", &FileOptions::path, "the file, with placeholders: {trial_dir}/result.json").required();
    field("value", &FileOptions::value, "what the value is called in a JSON object; that of each objective");
  }
};

class FileReader : public ResultReader {
 public:
  FileReader(const FileOptions& options, const ReaderContext& context)
      : names_(value_names(options.value, context)), path_(context.path(options.path)), before_(state()) {}

  void end(Readings& found) override {
    const auto now = state();
    if (!now || now == before_) {
      throw BadData(fmt::format("the program has not written {}", path_.string()), "its result in this file");
    }
    if (std::get<0>(*now) > largest_result_file) {
      throw BadData(fmt::format("{} has {} bytes", path_.string(), std::get<0>(*now)), "a number or a JSON object");
    }
    found.result = values_of_text(read_file(path_), names_);
    if (!found.result) {
      throw BadData(fmt::format("{} holds no value", path_.string()),
                    "a number, a list or a JSON object with the names");
    }
  }

 private:
  using State = std::tuple<std::uintmax_t, fs::file_time_type>;
  // What an earlier program left is no result of this one.
  [[nodiscard]] std::optional<State> state() const {
    std::error_code error;
    if (!fs::is_regular_file(path_, error)) return std::nullopt;
    return State{fs::file_size(path_, error), fs::last_write_time(path_, error)};
  }

  std::vector<std::string> names_;
  fs::path path_;
  std::optional<State> before_;
};

}  // namespace

const ReaderInfo& reader_file() {
  static const ReaderInfo info{.name = "file",
                               .summary = "a file with a number, a list of numbers or a JSON object",
                               .cites = "",
                               .options = option_table<FileOptions>(),
                               .make = &make_reader_with<FileReader, FileOptions>};
  return info;
}

}  // namespace vernier
