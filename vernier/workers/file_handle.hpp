#pragma once
// An open file descriptor with one owner.
#include <unistd.h>

#include <utility>

namespace vernier {

class FileHandle {
 public:
  FileHandle() = default;
  explicit FileHandle(int file) : file_(file) {}
  ~FileHandle() { reset(); }
  FileHandle(FileHandle&& other) noexcept : file_(other.release()) {}
  FileHandle& operator=(FileHandle&& other) noexcept {
    reset();
    file_ = other.release();
    return *this;
  }

  [[nodiscard]] int get() const { return file_; }
  [[nodiscard]] bool open() const { return file_ >= 0; }
  [[nodiscard]] int release() { return std::exchange(file_, -1); }
  void reset() {
    if (file_ >= 0) ::close(file_);
    file_ = -1;
  }

 private:
  int file_ = -1;
};

}  // namespace vernier
