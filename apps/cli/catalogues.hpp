#pragma once
// Every catalogue of the library in one form, for `vernier list` and the shell completion.
#include <string>
#include <string_view>
#include <vector>

#include "vernier/base/json.hpp"
#include "vernier/base/options.hpp"

namespace vernier::cli {

struct CatalogueEntry {
  std::string name;
  std::string summary;
  std::string cites;
  std::vector<std::string> aliases;
  Json abilities;     ///< an object of booleans; empty where the kind has none
  std::string suits;  ///< what it is good for; empty where the kind does not say
  Json milliseconds;  ///< of one ask, {"after_100","after_1000"}; null where not measured
  const OptionTable* options = nullptr;
};

struct CatalogueKind {
  std::string name;  ///< plural: "samplers"
  std::string summary;
  std::vector<CatalogueEntry> (*entries)();
};

/// In the order in which they are listed.
[[nodiscard]] const std::vector<CatalogueKind>& catalogue_kinds();
/// Throws InvalidArgument with the nearest kind.
[[nodiscard]] const CatalogueKind& catalogue_kind(std::string_view name);
/// The entry of this name or alias. Throws InvalidArgument with the nearest one.
[[nodiscard]] CatalogueEntry catalogue_entry(const CatalogueKind& kind, std::string_view name);

}  // namespace vernier::cli
