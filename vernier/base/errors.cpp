#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

std::string compose(std::string_view happened, std::string_view expected, std::string_view fix) {
  std::string message(happened);
  if (!expected.empty()) message.append(": expected ").append(expected);
  if (!fix.empty()) message.append(message.ends_with('.') ? " " : ". ").append(fix);
  return message;
}

}  // namespace

Error::Error(std::string_view code, std::string_view happened, std::string_view expected, std::string_view fix)
    : std::runtime_error(compose(happened, expected, fix)), code_(code) {}

}  // namespace vernier
