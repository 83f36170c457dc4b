#pragma once
// Writes the logs of every epoch as a CSV row. Source: keras/src/callbacks/csv_logger.py, Keras 3.
#include "vernier/base/options.hpp"

namespace vernier::nn {

/// Columns: epoch (from 0), then the logged names in alphabetical order; "NA" where an epoch lacks one. A fit that goes
/// on from a checkpoint goes on with its file.
struct CsvLoggerOptions {
  std::string path{};
  std::string separator = ",";
  bool append = false;
  static void describe(OptionFields<CsvLoggerOptions>& field) {
    field("path", &CsvLoggerOptions::path, "the file").required();
    field("separator", &CsvLoggerOptions::separator, "between columns");
    field("append", &CsvLoggerOptions::append, "whether to go on with an existing file");
  }
};

[[nodiscard]] inline Component CsvLogger(std::string path, CsvLoggerOptions options = {}) {
  options.path = std::move(path);
  return make_component("csv_logger", options);
}

}  // namespace vernier::nn
