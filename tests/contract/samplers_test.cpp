#include "vernier/testing/parts.hpp"
#include "vernier/testing/sampler_contract.hpp"

namespace vernier {
namespace {

std::vector<const SamplerInfo*> every_sampler() {
  register_testing_parts();
  return samplers().all();
}

INSTANTIATE_TEST_SUITE_P(Registered, SamplerContract, testing::ValuesIn(every_sampler()), entry_name<SamplerInfo>);

}  // namespace
}  // namespace vernier
