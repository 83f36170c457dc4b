#pragma once
// Lines by which a program that knows of Vernier speaks: "vernier: report step=3 value=0.41", "vernier: tell
// value=0.9".
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "vernier/trial/record.hpp"
#include "vernier/workers/readers/reader.hpp"

namespace vernier {

/// What a line says: an intermediate result, or how the trial ended.
struct ProtocolLine {
  std::optional<ReportRead> report{};
  struct Told {
    TrialState state = TrialState::complete;
    std::vector<double> values{};
    std::vector<double> constraints{};
    std::string why{};
  };
  std::optional<Told> told{};
};

/// Nothing for a line that does not begin with "vernier:". Throws BadData for one that does and cannot be understood.
[[nodiscard]] std::optional<ProtocolLine> protocol_line(std::string_view line, std::span<const std::string> objectives);

}  // namespace vernier
