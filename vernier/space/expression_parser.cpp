// Recursive descent over the grammar in expression.hpp.
#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/space/expression_tree.hpp"

namespace vernier {
namespace {

using Node = Expression::Node;

class ExpressionParser {
 public:
  explicit ExpressionParser(std::string_view source) : source_(source) {}

  Node parse() {
    Node root = disjunction();
    skip_space();
    if (at_ < source_.size()) fail("an operator or the end");
    return root;
  }

 private:
  static constexpr int max_depth = 200;

  /// Counts nesting, so that hostile input ends in an error and not in a stack overflow.
  struct Level {
    explicit Level(ExpressionParser& parser) : owner(parser) {
      if (++owner.depth_ > max_depth) owner.fail(fmt::format("at most {} levels of nesting", max_depth));
    }
    ~Level() { --owner.depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
    ExpressionParser& owner;
  };

  [[noreturn]] void fail(std::string_view expected) const {
    throw InvalidArgument(fmt::format("expression \"{}\", column {}", source_, at_ + 1), expected);
  }
  void skip_space() {
    while (at_ < source_.size() &&
           (source_[at_] == ' ' || source_[at_] == '\t' || source_[at_] == '\n' || source_[at_] == '\r'))
      ++at_;
  }
  static bool word_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
  static bool digit(char c) { return c >= '0' && c <= '9'; }
  static bool word_part(char c) { return word_start(c) || digit(c); }

  bool symbol(std::string_view text) {
    skip_space();
    if (!source_.substr(at_).starts_with(text)) return false;
    at_ += text.size();
    return true;
  }
  bool keyword(std::string_view text) {
    skip_space();
    const std::string_view rest = source_.substr(at_);
    if (!rest.starts_with(text) || (rest.size() > text.size() && word_part(rest[text.size()]))) return false;
    at_ += text.size();
    return true;
  }
  static Node node(Operation operation, Node left, Node right) {
    Node result{operation, 0, {}, {}};
    result.operands.push_back(std::move(left));
    result.operands.push_back(std::move(right));
    return result;
  }
  static Node node(Operation operation, Node operand) {
    Node result{operation, 0, {}, {}};
    result.operands.push_back(std::move(operand));
    return result;
  }

  Node disjunction() {
    const Level level(*this);
    Node left = conjunction();
    for (int links = 0; keyword("or"); ++links) {
      if (links > max_depth) fail("a shorter chain");
      left = node(Operation::logical_or, std::move(left), conjunction());
    }
    return left;
  }
  Node conjunction() {
    Node left = negation();
    for (int links = 0; keyword("and"); ++links) {
      if (links > max_depth) fail("a shorter chain");
      left = node(Operation::logical_and, std::move(left), negation());
    }
    return left;
  }
  Node negation() {
    const Level level(*this);
    if (keyword("not")) return node(Operation::logical_not, negation());
    return comparison();
  }
  std::optional<Operation> comparison_symbol() {
    if (symbol("==")) return Operation::equal;
    if (symbol("!=")) return Operation::unequal;
    if (symbol("<=")) return Operation::less_equal;
    if (symbol(">=")) return Operation::greater_equal;
    if (symbol("<")) return Operation::less;
    if (symbol(">")) return Operation::greater;
    return std::nullopt;
  }
  Node comparison() {
    Node left = sum();
    if (const auto operation = comparison_symbol()) {
      left = node(*operation, std::move(left), sum());
      if (comparison_symbol()) fail("one comparison; join two with 'and'");
    }
    return left;
  }
  Node sum() {
    Node left = product();
    for (int links = 0;; ++links) {
      if (links > max_depth) fail("a shorter chain");
      if (symbol("+")) {
        left = node(Operation::add, std::move(left), product());
      } else if (symbol("-")) {
        left = node(Operation::subtract, std::move(left), product());
      } else {
        return left;
      }
    }
  }
  Node product() {
    Node left = unary();
    for (int links = 0;; ++links) {
      if (links > max_depth) fail("a shorter chain");
      skip_space();
      const bool star = source_.substr(at_).starts_with("*") && !source_.substr(at_).starts_with("**");
      if (star && symbol("*")) {
        left = node(Operation::multiply, std::move(left), unary());
      } else if (symbol("/")) {
        left = node(Operation::divide, std::move(left), unary());
      } else if (symbol("%")) {
        left = node(Operation::modulo, std::move(left), unary());
      } else {
        return left;
      }
    }
  }
  Node unary() {
    const Level level(*this);
    if (symbol("-")) return node(Operation::negate, unary());
    Node base = primary();
    if (symbol("**")) return node(Operation::power, std::move(base), unary());
    return base;
  }
  Node primary() {
    skip_space();
    if (at_ >= source_.size()) fail("a number, a text, a name or '('");
    const char c = source_[at_];
    if (symbol("(")) {
      Node inside = disjunction();
      if (!symbol(")")) fail("')'");
      return inside;
    }
    if (c == '\'' || c == '"') return quoted(c);
    if (digit(c) || c == '.') return number();
    if (word_start(c)) return word();
    fail("a number, a text, a name or '('");
  }
  Node quoted(char quote) {
    const std::size_t end = source_.find(quote, at_ + 1);
    if (end == std::string_view::npos) fail(fmt::format("a closing {}", quote));
    Node result{Operation::text, 0, std::string(source_.substr(at_ + 1, end - at_ - 1)), {}};
    at_ = end + 1;
    return result;
  }
  Node number() {
    std::size_t end = at_;
    while (end < source_.size() && (digit(source_[end]) || source_[end] == '.')) ++end;
    if (end < source_.size() && (source_[end] == 'e' || source_[end] == 'E')) {
      std::size_t exponent = end + 1;
      if (exponent < source_.size() && (source_[exponent] == '+' || source_[exponent] == '-')) ++exponent;
      if (exponent < source_.size() && digit(source_[exponent])) {
        end = exponent;
        while (end < source_.size() && digit(source_[end])) ++end;
      }
    }
    const auto value = parse_number(source_.substr(at_, end - at_));
    if (!value) fail("a number");
    at_ = end;
    return {Operation::number, *value, {}, {}};
  }
  Node word() {
    std::size_t end = at_;
    while (end < source_.size() &&
           (word_part(source_[end]) || source_[end] == '.' || source_[end] == '[' || source_[end] == ']'))
      ++end;
    const std::string name(source_.substr(at_, end - at_));
    if (name == "or" || name == "and" || name == "not") fail("an operand");
    at_ = end;
    if (name == "true") return {Operation::number, 1, {}, {}};
    if (name == "false") return {Operation::number, 0, {}, {}};
    skip_space();
    if (at_ < source_.size() && source_[at_] == '(') return call(name);
    return {Operation::name, 0, name, {}};
  }
  Node call(const std::string& name) {
    static const std::vector<std::string> known{"min", "max", "abs", "log"};
    static constexpr Operation operations[] = {Operation::minimum, Operation::maximum, Operation::absolute,
                                               Operation::logarithm};
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end()) {
      throw InvalidArgument(fmt::format("expression \"{}\", column {}: unknown function '{}'", source_, at_ + 1, name),
                            "min, max, abs or log");
    }
    Node result{operations[found - known.begin()], 0, {}, {}};
    (void)symbol("(");
    do {
      if (result.operands.size() > 100) fail("at most 100 arguments");
      result.operands.push_back(disjunction());
    } while (symbol(","));
    if (!symbol(")")) fail("',' or ')'");
    const bool single = name == "abs" || name == "log";
    if (single && result.operands.size() != 1) fail(fmt::format("one argument of {}", name));
    return result;
  }

  std::string_view source_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

Expression::Node parse_expression(std::string_view source) { return ExpressionParser(source).parse(); }

}  // namespace vernier
