#include "vernier/trial/event.hpp"

#include <fmt/core.h>

#include <array>
#include <utility>

#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

constexpr std::array<std::pair<EventType, std::string_view>, 9> event_words{{
    {EventType::created, "created"},
    {EventType::budget, "budget"},
    {EventType::enqueued, "enqueued"},
    {EventType::assigned, "assigned"},
    {EventType::taken_over, "taken_over"},
    {EventType::released, "released"},
    {EventType::report, "report"},
    {EventType::ended, "ended"},
    {EventType::attribute, "attribute"},
}};

}  // namespace

std::string_view to_string(EventType type) {
  for (const auto& [known, word] : event_words) {
    if (known == type) return word;
  }
  return "unknown";
}

EventType event_type_from_text(std::string_view text) {
  for (const auto& [type, word] : event_words) {
    if (word == text) return type;
  }
  throw BadData(fmt::format("a study contains an event of the unknown type '{}'", text), "a study of this version",
                "Open it with the version of Vernier that wrote it.");
}

}  // namespace vernier
