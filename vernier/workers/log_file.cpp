#include "vernier/workers/log_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace vernier {

void LogFile::add(std::string_view bytes) {
  if (size_ >= max_size || !failure_.empty()) return;
  const std::string_view piece = bytes.substr(0, max_size - size_);
  write(piece);
  size_ += piece.size();
  if (size_ >= max_size) write("\n(the rest is left out)\n");
}

void LogFile::write(std::string_view bytes) {
  if (!file_.open()) file_ = FileHandle(::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  while (failure_.empty() && !bytes.empty()) {
    const ssize_t written = ::write(file_.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      failure_ = std::strerror(errno);
    } else {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }
}

}  // namespace vernier
