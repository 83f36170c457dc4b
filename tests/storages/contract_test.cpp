#include "support.hpp"
#include "vernier/storages/memory_log.hpp"
#include "vernier/storages/sqlite_log.hpp"
#include "vernier/testing/storage_contract.hpp"

namespace vernier {
namespace {

INSTANTIATE_TEST_SUITE_P(Builtin, StorageContract,
                         ::testing::Values(StorageMaker{"memory", [] { return make_memory_log(); }},
                                           StorageMaker{"sqlite",
                                                        [] {
                                                          static std::vector<std::unique_ptr<TemporaryFolder>> folders;
                                                          folders.push_back(std::make_unique<TemporaryFolder>());
                                                          return open_sqlite_log(folders.back()->file("s.db"));
                                                        }}),
                         storage_name);

}  // namespace
}  // namespace vernier
