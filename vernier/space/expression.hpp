#pragma once
// The small expression language of conditions and constraints: optimizer == 'sgd' and units * layers <= 256.
//
// Operators, weakest first: or; and; not; == != < <= > >= (not chained); + -; * / %; unary -; ** (right-associative).
// Functions: min(a, b, ...), max(a, b, ...), abs(a), log(a). Operands: numbers, 'texts', true, false, parameter names
// (letters, digits, _ . [ ]), parentheses. Texts compare only with == and !=. Nesting is limited to 200 levels.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "vernier/space/param.hpp"

namespace vernier {

/// A parsed expression: immutable, cheap to copy, safe to share between threads.
class Expression {
 public:
  /// Throws InvalidArgument that shows the text, the column and what was expected there.
  [[nodiscard]] static Expression parse(std::string_view text);

  /// The names it refers to, each once, in order of appearance.
  [[nodiscard]] const std::vector<std::string>& names() const;
  [[nodiscard]] const std::string& text() const;

  /// The truth of the expression; numbers are true unless 0. A comparison with NaN is false, but != is true.
  /// Throws InvalidArgument when a name is missing from `params` or types do not fit (text where a number is needed).
  [[nodiscard]] bool holds(const ParamMap& params) const;
  /// The value of a numeric expression (true is 1). Same errors.
  [[nodiscard]] double value(const ParamMap& params) const;
  /// 0 where the expression holds, else above 0 and the less the nearer its comparisons are to holding: what a search
  /// for a configuration that satisfies a constraint descends. Same errors.
  [[nodiscard]] double violation(const ParamMap& params) const;

  friend bool operator==(const Expression& a, const Expression& b) { return a.text() == b.text(); }

  struct Node;  // in expression_tree.hpp

 private:
  struct Parsed;
  explicit Expression(std::shared_ptr<const Parsed> parsed) : parsed_(std::move(parsed)) {}
  std::shared_ptr<const Parsed> parsed_;
};

}  // namespace vernier
