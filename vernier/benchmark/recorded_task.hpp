#pragma once
// A tuning task whose every configuration was trained before: a search on it takes milliseconds, and how good a
// configuration really is is known. The file is described in docs/formats/recorded_task.md.
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "vernier/base/json.hpp"
#include "vernier/space/space_file.hpp"
#include "vernier/study/trial.hpp"

namespace vernier {

/// Immutable; may be used from several threads.
class RecordedTask {
 public:
  /// Throws InvalidArgument that begins with `where`: an unknown key, a space that is not finite or has conditions or
  /// constraints, more or fewer results than configurations, curves longer than the resource.
  static RecordedTask from_json(Json json, std::string_view where);
  static RecordedTask read(const std::filesystem::path& path);
  /// Small networks on the bundled digits, recorded by benchmarks/search/record_task.py.
  static const RecordedTask& bundled();

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const SpaceFile& file() const { return file_; }  ///< one objective
  /// One of the recorded trainings, by the trial's own random numbers, step by step where curves were recorded.
  [[nodiscard]] Outcome run(Trial& trial) const;
  /// The mean of all recorded trainings of this configuration; infinitely bad where all failed.
  [[nodiscard]] double truth(const ParamMap& params) const;
  /// 0 for the best configuration, 1 for the median one.
  [[nodiscard]] double regret(const ParamMap& params) const;

 private:
  using Curve = std::vector<double>;  // one number where no curve was recorded; NaN: diverged
  [[nodiscard]] std::size_t index_of(const ParamMap& params) const;
  [[nodiscard]] double value_of(const Curve& curve, std::size_t steps) const;
  [[nodiscard]] double turned(double value) const;
  void find_scale();

  std::string name_;
  SpaceFile file_;
  std::vector<std::vector<Curve>> results_;  // by configuration, in the order of the declared parameters
  double best_ = 0;                          // losses
  double median_ = 0;
};

}  // namespace vernier
