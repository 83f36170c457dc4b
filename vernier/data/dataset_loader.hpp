#pragma once
// Reads what a `data:` block describes; the machinery of load_dataset.
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "vernier/data/dataset.hpp"
#include "vernier/data/image_folder.hpp"

namespace vernier {

class DatasetLoader {
 public:
  DatasetLoader(const Json& data, std::filesystem::path base);
  Dataset load();

 private:
  /// digits of /data/digits.csv.gz
  static std::string stem(const std::filesystem::path& path);
  static std::vector<std::string> members_of(const Json& json);
  static bool is_member(const Json& rule) { return rule.is_object() && rule.size() == 1 && rule.contains("member"); }
  /// The rows of a list of their own become the last ones of the training part.
  void add_validation_member(const std::string& bytes, const std::string& source);
  [[nodiscard]] std::filesystem::path at(const std::string& path) const {
    return base_ / path;
  }  // an absolute path stays itself

  void warn(std::string text) { data_.warnings_.push_back(std::move(text)); }
  void load_path();
  /// Names the targets and finds their tasks.
  void set_targets(const Table& table);
  [[nodiscard]] static std::string target_name(const Table& table, const Json& target);
  [[nodiscard]] bool is_target(std::string_view column) const;
  static std::string some_names(const Table& table);
  /// `target` is the first.
  Split split_rows(const Column& target);
  /// The class id of each row from `first` on, -1 where the target is missing; nothing for regression.
  static std::vector<Index> class_ids(const Column& target, const Task& task, Index first = 0);
  /// Moments must follow one another without a gap.
  void check_series(const Table& table) const;
  static void check_order(const Column& column, std::string_view source);
  void split_series(const Table& table);
  void load_test_table(const std::filesystem::path& path, std::vector<std::string> members);
  void drop_rows_without_targets(Table& table, std::string_view part);
  [[nodiscard]] ImageOptions image_options() const;
  void refuse_image_options(std::string_view source) const;
  void load_images(const std::filesystem::path& path);
  void load_npz(const std::filesystem::path& path);
  void load_array_files();
  static void check_rows(const Array& x, const Column& y, std::string_view source);
  void set_arrays(Array x, Column y, std::string_view source);
  void set_test_arrays(Array x, Column y, std::string_view source);
  void load_test_arrays();
  static Array select(const Array& from, std::span<const Index> rows);
  void finish();
  /// The training rows of that target.
  [[nodiscard]] const Column& column_of(const Task& task) const;
  void set_validation();
  void warn_of_order();
  void warn_of_classes(std::size_t target);
  void warn_of_columns();
  Dataset data_;
  DataOptions options_;
  ReadOptions read_;
  std::filesystem::path base_;
};

}  // namespace vernier
