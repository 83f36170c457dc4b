#pragma once
// The tree of a parsed expression, shared by the parser and the evaluator alone.
#include <string>
#include <string_view>
#include <vector>

#include "vernier/space/expression.hpp"

namespace vernier {

enum class Operation {
  number,
  text,
  name,
  logical_or,
  logical_and,
  logical_not,
  equal,
  unequal,
  less,
  less_equal,
  greater,
  greater_equal,
  add,
  subtract,
  multiply,
  divide,
  modulo,
  negate,
  power,
  minimum,
  maximum,
  absolute,
  logarithm
};

/// `number` of a number, `text` of a text or a name; every other operation has operands.
struct Expression::Node {
  Operation operation = Operation::number;
  double number = 0;
  std::string text;
  std::vector<Node> operands;
};

/// Throws InvalidArgument that shows the text and the column; refuses what nests or chains too far.
[[nodiscard]] Expression::Node parse_expression(std::string_view source);

}  // namespace vernier
