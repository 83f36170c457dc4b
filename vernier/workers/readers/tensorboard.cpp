// Event files of TensorBoard, while they are written.
#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>
#include <system_error>

#include "vernier/base/text.hpp"
#include "vernier/workers/readers/reader.hpp"
#include "vernier/workers/readers/support/event_records.hpp"
#include "vernier/workers/readers/support/followed_file.hpp"

namespace vernier {
namespace {

namespace fs = std::filesystem;

struct TensorboardOptions {
  std::string path;
  std::vector<std::string> value;
  static void describe(OptionFields<TensorboardOptions>& field) {
    field("path", &TensorboardOptions::path, "the folder of the log, with placeholders: {trial_dir}/logs").required();
    field("value", &TensorboardOptions::value,
          "a tag, or the end of folder and tag: validation/epoch_loss; the name of each objective");
  }
};

/// One event file, and the beginning of a record that is not whole yet.
struct EventFile {
  FollowedFile file;
  std::string folder;  // relative to that of the log, "" or "validation/"
  std::string rest{};
};

class TensorboardFollower : public ResultReader {
 public:
  TensorboardFollower(const TensorboardOptions& options, const ReaderContext& context)
      : names_(value_names(options.value, context)), folder_(context.path(options.path)) {
    for (const auto& [path, inside] : event_files()) files_.emplace(path, EventFile{FollowedFile(path), inside});
  }

  [[nodiscard]] bool follows() const override { return true; }

  void look(Readings& found) override {
    for (const auto& [path, inside] : event_files()) {
      // A file that was not there at the beginning is read from its first byte: FollowedFile passes over what it finds.
      if (!files_.contains(path)) files_.emplace(path, EventFile{FollowedFile(path, true), inside});
    }
    for (auto& [path, events] : files_) read(events);
    report_whole_steps(found);
  }

 private:
  [[nodiscard]] std::vector<std::pair<fs::path, std::string>> event_files() const {
    std::vector<std::pair<fs::path, std::string>> found;
    std::error_code error;
    for (auto entry = fs::recursive_directory_iterator(folder_, error);
         !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
      if (entry->path().filename().string().find("tfevents") == std::string::npos) continue;
      const fs::path inside = entry->path().parent_path().lexically_relative(folder_);
      found.emplace_back(entry->path(), inside == "." ? "" : inside.string() + "/");
    }
    return found;
  }

  void read(EventFile& events) {
    for (;;) {
      FollowedFile::Piece piece = events.file.read();
      if (piece.restarted) events.rest.clear();
      if (piece.bytes.empty()) return;
      events.rest += piece.bytes;
      std::vector<ScalarEvent> scalars;
      events.rest.erase(0, take_event_records(events.rest, scalars));
      for (const ScalarEvent& scalar : scalars) take(events.folder + scalar.tag, scalar);
    }
  }

  void take(const std::string& full, const ScalarEvent& scalar) {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (full != names_[i] && !full.ends_with("/" + names_[i])) continue;
      const auto [known, fresh] = meant_.try_emplace(i, full);
      if (known->second != full) {
        throw BadData(fmt::format("'{}' is the end of {} and of {}", names_[i], known->second, full), "one quantity",
                      "Name it by its folder too: validation/epoch_loss.");
      }
      waiting_[scalar.step][i] = scalar.value;
    }
  }

  // Steps with a value for each objective, in order. Keras counts epochs from 0, and so may others: the n-th is step n.
  void report_whole_steps(Readings& found) {
    for (auto step = waiting_.begin(); step != waiting_.end() && step->second.size() == names_.size();
         step = waiting_.erase(step)) {
      if (last_ && step->first <= *last_) continue;
      last_ = step->first;
      ReportRead report{.step = ++steps_, .values = {}};
      for (const auto& [index, value] : step->second) report.values.push_back(value);
      found.reports.push_back(std::move(report));
    }
  }

  std::vector<std::string> names_;
  fs::path folder_;
  std::map<fs::path, EventFile> files_;
  std::map<std::size_t, std::string> meant_;                       // the full name of each value
  std::map<std::int64_t, std::map<std::size_t, double>> waiting_;  // values by step
  std::optional<std::int64_t> last_;
  double steps_ = 0;
};

}  // namespace

const ReaderInfo& reader_tensorboard() {
  static const ReaderInfo info{.name = "tensorboard",
                               .summary = "scalars of TensorBoard event files; the value is the best of them",
                               .cites = "tensorflow/core/lib/io/record_writer.h, tensorflow/core/util/event.proto",
                               .options = option_table<TensorboardOptions>(),
                               .make = &make_reader_with<TensorboardFollower, TensorboardOptions>};
  return info;
}

}  // namespace vernier
