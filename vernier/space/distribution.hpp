#pragma once
// The set of values that one hyperparameter may take.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "vernier/space/param.hpp"

namespace vernier {

/// A value type; immutable after construction by the four factories, which throw InvalidArgument with what was wrong
/// (min over max, a log range that touches 0, a step that does not divide the range, no or repeated values, not
/// finite).
class Distribution {
 public:
  enum class Kind {
    real,         ///< a number in [low, high]; log; step
    integer,      ///< an integer in [low, high]; log; step (1 by default)
    categorical,  ///< one of `values`, without an order
    ordinal,      ///< one of `values`, in their order
  };

  static Distribution real(double low, double high, bool log = false, std::optional<double> step = std::nullopt);
  static Distribution integer(std::int64_t low, std::int64_t high, bool log = false, std::int64_t step = 1);
  static Distribution categorical(std::vector<ParamValue> values);
  static Distribution ordinal(std::vector<ParamValue> values);

  [[nodiscard]] Kind kind() const { return kind_; }
  [[nodiscard]] bool numeric() const { return kind_ == Kind::real || kind_ == Kind::integer; }
  [[nodiscard]] double low() const { return low_; }    ///< numeric only
  [[nodiscard]] double high() const { return high_; }  ///< numeric only
  [[nodiscard]] bool log() const { return log_; }
  [[nodiscard]] std::optional<double> step() const { return step_; }
  [[nodiscard]] const std::vector<ParamValue>& values() const { return values_; }  ///< categorical and ordinal

  /// How many different values there are; nothing when a real range has no step.
  [[nodiscard]] std::optional<std::uint64_t> cardinality() const;
  /// Whether canonical(value) is one of the values.
  [[nodiscard]] bool contains(const ParamValue& value) const;
  /// The value in the type that the distribution gives it, where the number is the same: 1 becomes 1.0 in a real range,
  /// 64.0 becomes 64 among integers. JSON and YAML do not tell the two apart. Anything else is returned as it is.
  [[nodiscard]] ParamValue canonical(ParamValue value) const;

  /// The value at `u` in [0, 1): equal shares of u for equal shares of the (log) range, one cell for each discrete
  /// value. Never outside the range, on the step grid.
  [[nodiscard]] ParamValue from_unit(double u) const;
  /// The centre of the value's cell in [0, 1]. from_unit(to_unit(v)) is v for discrete values (of a log range up to
  /// 1e12) and v but for rounding otherwise. Throws InvalidArgument for a foreign value.
  [[nodiscard]] double to_unit(const ParamValue& value) const;
  /// The k-th value of a finite distribution, 0 <= k < cardinality(), in order. Throws InvalidArgument past the last.
  [[nodiscard]] ParamValue at(std::uint64_t index) const;
  [[nodiscard]] std::uint64_t index_of(const ParamValue& value) const;

  friend bool operator==(const Distribution&, const Distribution&) = default;

 private:
  Kind kind_ = Kind::real;
  double low_ = 0;
  double high_ = 0;
  bool log_ = false;
  std::optional<double> step_;
  std::vector<ParamValue> values_;
};

[[nodiscard]] std::string_view to_string(Distribution::Kind kind);
/// The forms of a space file: {min, max, log, step, type} or {values, ordered}; see docs/formats/space.md.
[[nodiscard]] Json to_json(const Distribution& distribution);
/// `where` names the parameter in messages.
[[nodiscard]] Distribution distribution_from_json(const Json& json, std::string_view where);

}  // namespace vernier
