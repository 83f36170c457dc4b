#include "vernier/storages/owner_locks.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "vernier/base/errors.hpp"

namespace vernier {
namespace {

struct flock owner_range(std::int64_t owner, short type) {
  struct flock range {};
  range.l_type = type;
  range.l_whence = SEEK_SET;
  range.l_start = owner;
  range.l_len = 1;
  return range;
}

std::string first_line(const char* path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

}  // namespace

OwnerLocks::~OwnerLocks() {
  if (file_ >= 0) ::close(file_);
}

bool OwnerLocks::open(bool create) {
  if (file_ >= 0) return true;
  file_ = ::open(path_.c_str(), O_RDWR | O_CLOEXEC | (create ? O_CREAT : 0), 0644);
  if (file_ < 0 && !create && errno == ENOENT) return false;
  if (file_ < 0) fail("opened");
  return true;
}

void OwnerLocks::fail(const char* step) const {
  throw StorageError(fmt::format("{} cannot be {}: {}", path_, step, std::strerror(errno)),
                     "a file that this user may write, on a file system with locks");
}

void OwnerLocks::hold(std::int64_t owner) {
  (void)open(true);
  struct flock range = owner_range(owner, F_WRLCK);
  if (::fcntl(file_, F_OFD_SETLK, &range) != 0) fail("locked");
}

void OwnerLocks::release(std::int64_t owner) noexcept {
  struct flock range = owner_range(owner, F_UNLCK);
  if (file_ >= 0) (void)::fcntl(file_, F_OFD_SETLK, &range);
}

bool OwnerLocks::held_elsewhere(std::int64_t owner) {
  if (!open(false)) return false;
  struct flock range = owner_range(owner, F_WRLCK);
  if (::fcntl(file_, F_OFD_GETLK, &range) != 0) fail("looked at");
  return range.l_type != F_UNLCK;
}

MachineIdentity machine_identity() {
  utsname name{};
  const std::string host = ::uname(&name) == 0 ? name.nodename : "";
  const std::string machine = first_line("/etc/machine-id");
  // Two machines made from one image may share the one, seldom the other as well.
  return {first_line("/proc/sys/kernel/random/boot_id"), machine.empty() ? "" : machine + " " + host};
}

}  // namespace vernier
