#include "vernier/testing/parts.hpp"
#include "vernier/testing/pruner_contract.hpp"

namespace vernier {
namespace {

std::vector<const PrunerInfo*> every_pruner() {
  register_testing_parts();
  return pruners().all();
}

INSTANTIATE_TEST_SUITE_P(Registered, PrunerContract, testing::ValuesIn(every_pruner()), entry_name<PrunerInfo>);

}  // namespace
}  // namespace vernier
