#include "vernier/nn/callbacks/csv_logger.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/nn/callbacks/callback.hpp"

namespace vernier::nn {
namespace {

class CsvLoggerCallback : public Callback {
 public:
  explicit CsvLoggerCallback(const CsvLoggerOptions& options) : options_(options) {}

  void on_train_begin(FitState&) override {
    std::error_code error;
    const auto size = std::filesystem::file_size(options_.path, error);
    has_header_ = options_.append && !error && size > 0;
    file_.open(options_.path, options_.append ? std::ios::app : std::ios::trunc);
    check();
    columns_.clear();
  }

  void on_epoch_end(FitState& state, Logs& logs) override {
    if (columns_.empty()) {
      for (const auto& [name, value] : logs.items()) columns_.push_back(name);
      std::sort(columns_.begin(), columns_.end());
      if (!has_header_) file_ << "epoch" << options_.separator << join(columns_, options_.separator) << '\n';
    }
    file_ << state.epoch;
    for (const std::string& column : columns_) {
      const std::optional<double> value = logs.get(column);
      file_ << options_.separator << (value ? format_number(*value) : "NA");
    }
    file_ << '\n';
    file_.flush();
    check();
  }

  void on_train_end(FitState&) override { file_.close(); }

 private:
  void check() const {
    if (!file_)
      throw StorageError(fmt::format("csv_logger cannot write {}", options_.path), "a file in a folder with space");
  }

  CsvLoggerOptions options_;
  std::ofstream file_;
  std::vector<std::string> columns_;
  bool has_header_ = false;
};

}  // namespace

const CallbackInfo& callback_csv_logger() {
  static const CallbackInfo info{.name = "csv_logger",
                                 .summary = "writes the logs of every epoch as a CSV row",
                                 .cites = "keras/src/callbacks/csv_logger.py",
                                 .options = option_table<CsvLoggerOptions>(),
                                 .make = &make_with<Callback, CsvLoggerCallback, CsvLoggerOptions>};
  return info;
}

}  // namespace vernier::nn
