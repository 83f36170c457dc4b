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
    begin_ = options_.append ? present_size() : 0;
    file_ = std::ofstream(options_.path, std::ios::app);
    check();
    columns_.clear();
  }

  void on_epoch_end(FitState& state, Logs& logs) override {
    if (columns_.empty()) begin(logs);
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

  // before the first row what lies in the file is not of this fit
  Json state() const override { return {{"size", columns_.empty() ? begin_ : present_size()}}; }
  void restore(FitState&, const Json& state, std::vector<Tensor>) override {
    begin_ = std::min(state.at("size").get<std::uintmax_t>(), present_size());
  }

 private:
  [[nodiscard]] std::uintmax_t present_size() const {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(options_.path, error);
    return error ? 0 : size;
  }
  // what lies behind the place where the rows of this fit begin goes with the first of them
  void begin(const Logs& logs) {
    std::error_code error;
    if (present_size() > begin_) std::filesystem::resize_file(options_.path, begin_, error);
    if (error) file_.setstate(std::ios::failbit);
    for (const auto& [name, value] : logs.items()) columns_.push_back(name);
    std::sort(columns_.begin(), columns_.end());
    if (begin_ == 0) file_ << "epoch" << options_.separator << join(columns_, options_.separator) << '\n';
  }
  void check() const {
    if (!file_)
      throw StorageError(fmt::format("csv_logger cannot write {}", options_.path), "a file in a folder with space");
  }

  CsvLoggerOptions options_;
  std::ofstream file_;
  std::vector<std::string> columns_;
  std::uintmax_t begin_ = 0;  // size of the file before the rows of this fit
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
