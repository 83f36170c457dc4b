#include "vernier/space/expression.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "vernier/base/errors.hpp"
#include "vernier/space/expression_tree.hpp"

namespace vernier {

struct Expression::Parsed {
  std::string source;
  Node root;
  std::vector<std::string> names;
};

namespace {

void collect_names(const Expression::Node& node, std::vector<std::string>& names) {
  if (node.operation == Operation::name && std::find(names.begin(), names.end(), node.text) == names.end()) {
    names.push_back(node.text);
  }
  for (const Expression::Node& operand : node.operands) collect_names(operand, names);
}

/// A number, or a text where `text` is set.
struct Value {
  double number = 0;
  const std::string* text = nullptr;
};

class ExpressionEvaluator {
 public:
  ExpressionEvaluator(const std::string& source, const ParamMap& params) : source_(source), params_(params) {}

  double number(const Expression::Node& node) const {
    const Value value = evaluate(node);
    if (value.text != nullptr) {
      throw InvalidArgument(fmt::format("expression \"{}\": '{}' is a text", source_, *value.text), "a number here");
    }
    return value.number;
  }

  /// How far the node is from being `wanted`: 0 where it is, else above 0 and of the order of 1 for each failing part.
  /// The "branch distance" of search-based testing (Korel 1990; Arcuri 2013 for the scale).
  double distance(const Expression::Node& node, bool wanted) const {
    if (truth(node) == wanted) return 0;
    const auto& operands = node.operands;
    switch (node.operation) {
      case Operation::logical_not: return distance(operands[0], !wanted);
      case Operation::logical_or:
        return wanted ? std::min(distance(operands[0], true), distance(operands[1], true)) : all(operands, false);
      case Operation::logical_and:
        return wanted ? all(operands, true) : std::min(distance(operands[0], false), distance(operands[1], false));
      case Operation::equal:
      case Operation::less:
      case Operation::less_equal:
      case Operation::greater:
      case Operation::greater_equal: return gap(operands[0], operands[1]);
      default: return 1;
    }
  }

 private:
  /// Both operands are wanted alike. The second is looked at once the first is right, as in an evaluation: it may make
  /// sense only then.
  double all(const std::vector<Expression::Node>& operands, bool wanted) const {
    const double first = distance(operands[0], wanted);
    return first > 0 ? first + 1 : distance(operands[1], wanted);
  }
  /// The difference of two numbers on a scale from above 0 to 1.
  double gap(const Expression::Node& left, const Expression::Node& right) const {
    const Value a = evaluate(left);
    const Value b = evaluate(right);
    const double difference = a.text == nullptr && b.text == nullptr ? std::abs(a.number - b.number) : 1;
    if (!std::isfinite(difference)) return 1;
    return std::max(difference / (1 + difference), 1e-12);
  }
  bool truth(const Expression::Node& node) const {
    const double value = number(node);
    return value != 0 && !std::isnan(value);
  }

  Value evaluate(const Expression::Node& node) const {
    const auto& operands = node.operands;
    switch (node.operation) {
      case Operation::number: return {node.number, nullptr};
      case Operation::text: return {0, &node.text};
      case Operation::name: return named(node.text);
      case Operation::logical_or: return flag(truth(operands[0]) || truth(operands[1]));
      case Operation::logical_and: return flag(truth(operands[0]) && truth(operands[1]));
      case Operation::logical_not: return flag(!truth(operands[0]));
      case Operation::equal: return flag(equal(operands[0], operands[1]));
      case Operation::unequal: return flag(!equal(operands[0], operands[1]));
      case Operation::less: return flag(number(operands[0]) < number(operands[1]));
      case Operation::less_equal: return flag(number(operands[0]) <= number(operands[1]));
      case Operation::greater: return flag(number(operands[0]) > number(operands[1]));
      case Operation::greater_equal: return flag(number(operands[0]) >= number(operands[1]));
      case Operation::add: return {number(operands[0]) + number(operands[1]), nullptr};
      case Operation::subtract: return {number(operands[0]) - number(operands[1]), nullptr};
      case Operation::multiply: return {number(operands[0]) * number(operands[1]), nullptr};
      case Operation::divide: return {number(operands[0]) / number(operands[1]), nullptr};
      case Operation::modulo: {
        const double divisor = number(operands[1]);
        const double dividend = number(operands[0]);
        return {dividend - divisor * std::floor(dividend / divisor), nullptr};
      }
      case Operation::negate: return {-number(operands[0]), nullptr};
      case Operation::power: return {std::pow(number(operands[0]), number(operands[1])), nullptr};
      case Operation::minimum: return fold(operands, [](double a, double b) { return std::min(a, b); });
      case Operation::maximum: return fold(operands, [](double a, double b) { return std::max(a, b); });
      case Operation::absolute: return {std::abs(number(operands[0])), nullptr};
      case Operation::logarithm: return {std::log(number(operands[0])), nullptr};
    }
    return {};
  }

  static Value flag(bool holds) { return {holds ? 1.0 : 0.0, nullptr}; }

  template <class Combine>
  Value fold(const std::vector<Expression::Node>& operands, Combine combine) const {
    double result = number(operands[0]);
    for (std::size_t i = 1; i < operands.size(); ++i) result = combine(result, number(operands[i]));
    return {result, nullptr};
  }
  bool equal(const Expression::Node& left, const Expression::Node& right) const {
    const Value a = evaluate(left);
    const Value b = evaluate(right);
    if (a.text != nullptr && b.text != nullptr) return *a.text == *b.text;
    return a.text == nullptr && b.text == nullptr && a.number == b.number;  // a text never equals a number
  }
  Value named(const std::string& name) const {
    const auto found = params_.find(name);
    if (found == params_.end()) {
      throw InvalidArgument(fmt::format("expression \"{}\": '{}' has no value", source_, name),
                            "a value for each name");
    }
    if (const auto* text = std::get_if<std::string>(&found->second)) return {0, text};
    return {*as_number(found->second), nullptr};
  }

  const std::string& source_;
  const ParamMap& params_;
};

}  // namespace

Expression Expression::parse(std::string_view text) {
  if (text.size() > 10'000) throw InvalidArgument("an expression of over 10,000 characters", "a shorter one");
  auto parsed = std::make_shared<Parsed>();
  parsed->source = text;
  parsed->root = parse_expression(parsed->source);
  collect_names(parsed->root, parsed->names);
  return Expression(std::move(parsed));
}

const std::vector<std::string>& Expression::names() const { return parsed_->names; }
const std::string& Expression::text() const { return parsed_->source; }

bool Expression::holds(const ParamMap& params) const {
  const double result = value(params);
  return result != 0 && !std::isnan(result);
}

double Expression::value(const ParamMap& params) const {
  return ExpressionEvaluator(parsed_->source, params).number(parsed_->root);
}

double Expression::violation(const ParamMap& params) const {
  return ExpressionEvaluator(parsed_->source, params).distance(parsed_->root, true);
}

}  // namespace vernier
