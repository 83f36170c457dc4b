#pragma once
// The protocol of `vernier pipe`, apart from stdin and stdout: one line in, one line out. See docs/formats/pipe.md.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "vernier/study/study.hpp"

namespace vernier::cli {

/// Not thread-safe.
class PipeSession {
 public:
  /// Lines longer than this are refused unread.
  static constexpr std::size_t max_line = std::size_t{16} << 20U;

  /// `trials`: how many trials the study may hold before ask is refused.
  explicit PipeSession(Study study, std::optional<std::int64_t> trials = {})
      : study_(std::move(study)), trials_(trials) {}

  /// The answer to one request, without a line end; anything wrong with it is an {"error": ...}. Never throws for what
  /// the line holds.
  [[nodiscard]] std::string handle(std::string_view line);
  /// The answer to a line longer than max_line.
  [[nodiscard]] static std::string refuse_long_line();

 private:
  [[nodiscard]] Json ask(const Json& request);
  [[nodiscard]] Json report(const Json& request);
  [[nodiscard]] Json tell(const Json& request);
  [[nodiscard]] Json best() const;
  [[nodiscard]] Json enqueue(const Json& request);
  [[nodiscard]] Json trials() const;
  [[nodiscard]] Json answer(const Json& request);

  Study study_;
  std::optional<std::int64_t> trials_;
};

}  // namespace vernier::cli
