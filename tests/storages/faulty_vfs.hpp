#pragma once
// An SQLite VFS that can lose power and fill its disk. It stands before the default one: files are really written, and
// beside that it keeps of each file what has been synced and the writes since. For one source file of a test program.
#include <sqlite3.h>

#include <cstring>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace vernier {
namespace faulty {

struct DiskFile {
  std::string synced;
  struct Write {
    std::size_t at = 0;
    std::string bytes;
    bool truncate = false;
  };
  std::vector<Write> since;
};

struct Disk {
  std::mutex mutex;
  std::map<std::string, DiskFile> files;
  bool full = false;
};
inline Disk& disk() {
  static Disk instance;
  return instance;
}

inline void apply(std::string& content, const DiskFile::Write& write) {
  if (write.truncate) {
    content.resize(write.at);
    return;
  }
  if (content.size() < write.at + write.bytes.size()) content.resize(write.at + write.bytes.size());
  content.replace(write.at, write.bytes.size(), write.bytes);
}

struct FaultyFile {
  sqlite3_file base;
  char* path;
  sqlite3_file* inner() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
inline FaultyFile* self(sqlite3_file* file) { return reinterpret_cast<FaultyFile*>(file); }
inline sqlite3_file* inner(sqlite3_file* file) { return self(file)->inner(); }

inline int close_file(sqlite3_file* file) {
  const int result = inner(file)->pMethods->xClose(inner(file));
  delete[] self(file)->path;
  return result;
}
inline int read_file(sqlite3_file* file, void* into, int size, sqlite3_int64 at) {
  return inner(file)->pMethods->xRead(inner(file), into, size, at);
}
inline int write_file(sqlite3_file* file, const void* from, int size, sqlite3_int64 at) {
  const std::lock_guard lock(disk().mutex);
  if (disk().full) return SQLITE_FULL;
  disk().files[self(file)->path].since.push_back(
      {static_cast<std::size_t>(at), std::string(static_cast<const char*>(from), static_cast<std::size_t>(size))});
  return inner(file)->pMethods->xWrite(inner(file), from, size, at);
}
inline int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  const std::lock_guard lock(disk().mutex);
  disk().files[self(file)->path].since.push_back({static_cast<std::size_t>(size), {}, true});
  return inner(file)->pMethods->xTruncate(inner(file), size);
}
inline int sync_file(sqlite3_file* file, int flags) {
  const std::lock_guard lock(disk().mutex);
  DiskFile& known = disk().files[self(file)->path];
  for (const DiskFile::Write& write : known.since) apply(known.synced, write);
  known.since.clear();
  (void)flags;
  return SQLITE_OK;
}
inline int file_size(sqlite3_file* file, sqlite3_int64* size) {
  return inner(file)->pMethods->xFileSize(inner(file), size);
}
inline int lock_file(sqlite3_file* file, int level) { return inner(file)->pMethods->xLock(inner(file), level); }
inline int unlock_file(sqlite3_file* file, int level) { return inner(file)->pMethods->xUnlock(inner(file), level); }
inline int check_lock(sqlite3_file* file, int* held) {
  return inner(file)->pMethods->xCheckReservedLock(inner(file), held);
}
inline int control_file(sqlite3_file* file, int what, void* argument) {
  return inner(file)->pMethods->xFileControl(inner(file), what, argument);
}
inline int sector_size(sqlite3_file* file) { return inner(file)->pMethods->xSectorSize(inner(file)); }
inline int characteristics(sqlite3_file*) { return 0; }  // nothing is promised
inline int map_shared(sqlite3_file* file, int page, int size, int extend, void volatile** at) {
  return inner(file)->pMethods->xShmMap(inner(file), page, size, extend, at);
}
inline int lock_shared(sqlite3_file* file, int offset, int count, int flags) {
  return inner(file)->pMethods->xShmLock(inner(file), offset, count, flags);
}
inline void barrier_shared(sqlite3_file* file) { inner(file)->pMethods->xShmBarrier(inner(file)); }
inline int unmap_shared(sqlite3_file* file, int remove) {
  return inner(file)->pMethods->xShmUnmap(inner(file), remove);
}

inline const sqlite3_io_methods& methods() {
  static const sqlite3_io_methods table = [] {
    sqlite3_io_methods result{};
    result.iVersion = 2;
    result.xClose = close_file;
    result.xRead = read_file;
    result.xWrite = write_file;
    result.xTruncate = truncate_file;
    result.xSync = sync_file;
    result.xFileSize = file_size;
    result.xLock = lock_file;
    result.xUnlock = unlock_file;
    result.xCheckReservedLock = check_lock;
    result.xFileControl = control_file;
    result.xSectorSize = sector_size;
    result.xDeviceCharacteristics = characteristics;
    result.xShmMap = map_shared;
    result.xShmLock = lock_shared;
    result.xShmBarrier = barrier_shared;
    result.xShmUnmap = unmap_shared;
    return result;
  }();
  return table;
}

inline sqlite3_vfs* default_vfs() {
  static sqlite3_vfs* const vfs = sqlite3_vfs_find(nullptr);
  return vfs;
}

inline int open_file(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* out_flags) {
  FaultyFile* faulty = self(file);
  faulty->base.pMethods = nullptr;
  const std::string name = path == nullptr ? "" : path;
  const int result = default_vfs()->xOpen(default_vfs(), path, faulty->inner(), flags, out_flags);
  if (result != SQLITE_OK) return result;
  faulty->path = new char[name.size() + 1];
  std::memcpy(faulty->path, name.c_str(), name.size() + 1);
  faulty->base.pMethods = &methods();
  return SQLITE_OK;
}

inline int delete_file(sqlite3_vfs*, const char* path, int sync_folder) {
  const std::lock_guard lock(disk().mutex);
  disk().files.erase(path);
  return default_vfs()->xDelete(default_vfs(), path, sync_folder);
}

}  // namespace faulty

class FaultyVfs {
 public:
  /// Registers the VFS under this name, once for the program.
  static const char* name();
  /// Forgets all files and faults.
  static void reset();
  /// From here on every write fails with SQLITE_FULL.
  static void fill_disk(bool full);
  /// What a disk would hold of each file if the power failed now: all that was synced, and of the writes since then
  /// those that `seed` chooses (0: none).
  static std::map<std::string, std::string> cut_power(unsigned seed);
};

inline const char* FaultyVfs::name() {
  static const sqlite3_vfs* const registered = [] {
    static sqlite3_vfs vfs = *faulty::default_vfs();
    vfs.zName = "vernier_faulty";
    vfs.szOsFile = static_cast<int>(sizeof(faulty::FaultyFile)) + faulty::default_vfs()->szOsFile;
    vfs.xOpen = faulty::open_file;
    vfs.xDelete = faulty::delete_file;
    sqlite3_vfs_register(&vfs, 0);
    return &vfs;
  }();
  return registered->zName;
}

inline void FaultyVfs::reset() {
  const std::lock_guard lock(faulty::disk().mutex);
  faulty::disk().files.clear();
  faulty::disk().full = false;
}

inline void FaultyVfs::fill_disk(bool full) {
  const std::lock_guard lock(faulty::disk().mutex);
  faulty::disk().full = full;
}

inline std::map<std::string, std::string> FaultyVfs::cut_power(unsigned seed) {
  const std::lock_guard lock(faulty::disk().mutex);
  std::minstd_rand random(seed);
  std::map<std::string, std::string> result;
  for (const auto& [path, file] : faulty::disk().files) {
    std::string content = file.synced;
    for (const faulty::DiskFile::Write& write : file.since) {
      if (seed != 0 && random() % 2 == 0) faulty::apply(content, write);
    }
    result.emplace(path, std::move(content));
  }
  return result;
}

}  // namespace vernier
