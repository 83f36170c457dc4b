#pragma once
// The file form of a space (YAML or JSON), see docs/formats/space.md.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "vernier/space/search_space.hpp"

namespace vernier {

enum class Direction { minimize, maximize };
[[nodiscard]] std::string_view to_string(Direction direction);
[[nodiscard]] Direction direction_from_text(std::string_view text, std::string_view where);

/// What is optimised: a name for tables and plots, and a direction.
struct Objective {
  std::string name = "value";
  Direction direction = Direction::minimize;
  friend bool operator==(const Objective&, const Objective&) = default;
};

/// A list of {"name","direction"}, as a space file has them under `objectives`.
[[nodiscard]] Json to_json(std::span<const Objective> objectives);

/// What the step of a report counts.
struct Resource {
  std::string name = "epochs";
  double min = 1;
  double max = 1;
  friend bool operator==(const Resource&, const Resource&) = default;
};

/// parameters, constraints, objective or objectives, resource: everything but `parameters` may be left out.
struct SpaceFile {
  SearchSpace space;
  std::vector<Objective> objectives{Objective{}};
  std::optional<Resource> resource;
};

/// YAML text (JSON is YAML) to JSON; scalars typed as in YAML's core schema. Throws InvalidArgument "<where>: line 3,
/// column 5: ..."; aliases, duplicate keys and nesting past 100 levels are refused.
[[nodiscard]] Json yaml_to_json(std::string_view text, std::string_view where);

/// Throws InvalidArgument with the place and, for an unknown key, the nearest known one. The space is validated.
[[nodiscard]] SpaceFile space_file_from_json(const Json& json, std::string_view where);
[[nodiscard]] SpaceFile read_space_file(const std::string& path);
[[nodiscard]] Json to_json(const SearchSpace& space);
[[nodiscard]] SearchSpace space_from_json(const Json& json, std::string_view where);

}  // namespace vernier
