#pragma once
// The distributions of one trial's parameters.
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "vernier/space/distribution.hpp"

namespace vernier {

/// A map from names whose copies share what they hold until one of them changes: most trials of a study have the same.
class Distributions {
 public:
  using Map = std::map<std::string, Distribution, std::less<>>;

  Distributions() = default;
  Distributions(Map map) : map_(std::make_shared<Map>(std::move(map))) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] const Map& map() const {
    static const Map none;
    return map_ ? *map_ : none;
  }
  [[nodiscard]] auto begin() const { return map().begin(); }
  [[nodiscard]] auto end() const { return map().end(); }
  [[nodiscard]] auto find(std::string_view name) const { return map().find(name); }
  [[nodiscard]] std::size_t size() const { return map().size(); }

  void emplace(std::string_view name, Distribution distribution) {
    if (!map_ || map_.use_count() > 1) map_ = std::make_shared<Map>(map());
    map_->emplace(name, std::move(distribution));
  }
  void clear() { map_.reset(); }

  friend bool operator==(const Distributions& a, const Distributions& b) { return a.map() == b.map(); }

 private:
  std::shared_ptr<Map> map_;
};

}  // namespace vernier
