#include "vernier/samplers/sampler.hpp"

namespace vernier {

Catalogue<SamplerInfo>& samplers() {
  static Catalogue<SamplerInfo> catalogue("sampler", builtin_sampler_table());
  return catalogue;
}

std::unique_ptr<Sampler> make_sampler(const Component& component) {
  const SamplerInfo& info = samplers().get(component.name);
  info.options.check(component.options, fmt::format("sampler '{}'", info.name));
  return info.make(component.options);
}

}  // namespace vernier
