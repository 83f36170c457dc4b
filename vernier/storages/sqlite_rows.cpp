#include "vernier/storages/sqlite_rows.hpp"

#include <fmt/core.h>
#include <sqlite3.h>

#include <limits>
#include <string_view>
#include <vector>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"

namespace vernier {
namespace {

// `more`: the values after the first, as text in which NaN and infinities have their place.
std::string text_of_more(const std::vector<double>& values) {
  std::vector<std::string> texts;
  for (std::size_t i = 1; i < values.size(); ++i) texts.push_back(format_number(values[i]));
  return join(texts, ",");
}

}  // namespace

void throw_sqlite_error(const std::string& path, const SQLite::Exception& error) {
  switch (error.getErrorCode()) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      throw BadData(fmt::format("{} is damaged ({})", path, error.what()), "an intact study store",
                    "Use a copy of it, or name another file.");
    case SQLITE_FULL:
      throw StorageError(fmt::format("{} cannot be written: the disk is full", path), "free space",
                         "Make some space and give the same command again; everything told so far is kept.");
    case SQLITE_BUSY:
      throw StorageError(fmt::format("{} is locked by another program", path), {},
                         "Close the program that keeps it locked and give the same command again.");
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
      throw StorageError(fmt::format("{} cannot be opened or written ({})", path, error.what()),
                         "a file in an existing folder, both writable",
                         "Change the permissions and give the same command again.");
    default:
      throw StorageError(fmt::format("{} cannot be read or written ({})", path, error.what()), {},
                         "Give the same command again; everything told so far is kept.");
  }
}

StoreStatements::StoreStatements(SQLite::Database& db)
    : begin(db, "BEGIN IMMEDIATE"),
      commit(db, "COMMIT"),
      find_study(db, "SELECT id FROM studies WHERE name = ?"),
      select_studies(db, "SELECT id, name, last FROM studies ORDER BY name"),
      insert_study(db, "INSERT INTO studies (name, last, claims) VALUES (?, ?, ?)"),
      rename_study(db, "UPDATE studies SET name = ? WHERE id = ?"),
      delete_study(db, "DELETE FROM studies WHERE id = ?"),
      delete_events(db, "DELETE FROM events WHERE study = ?"),
      delete_leases(db, "DELETE FROM leases WHERE study = ?"),
      copy_events(db,
                  "INSERT INTO events SELECT ?, sequence, type, trial, assignment, attempt, step, width, value, more, "
                  "payload FROM events WHERE study = ?"),
      copy_leases(db, "INSERT INTO leases SELECT ?, assignment, attempt FROM leases WHERE study = ?"),
      select_marks(db, "SELECT last, claims FROM studies WHERE id = ?"),
      update_marks(db, "UPDATE studies SET last = ?, claims = ? WHERE id = ?"),
      insert_event(db, "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      select_events(db,
                    "SELECT sequence, type, trial, assignment, attempt, step, width, value, more, payload "
                    "FROM events WHERE study = ? AND sequence > ? ORDER BY sequence"),
      insert_lease(db, "INSERT OR IGNORE INTO leases VALUES (?, ?, ?)"),
      raise_lease(db, "UPDATE leases SET attempt = attempt + 1 WHERE study = ? AND assignment = ? AND attempt = ?"),
      select_lease(db, "SELECT 1 FROM leases WHERE study = ? AND assignment = ? AND attempt = ?"),
      delete_lease(db, "DELETE FROM leases WHERE study = ? AND assignment = ? AND attempt = ?"),
      insert_owner(db, "INSERT INTO owners (boot, machine, beats) VALUES (?, ?, 0)"),
      delete_owner(db, "DELETE FROM owners WHERE id = ?"),
      select_owner(db, "SELECT boot, machine, beats FROM owners WHERE id = ?"),
      beat_owner(db, "UPDATE owners SET beats = beats + 1 WHERE id = ?") {}

void insert_event(StoreStatements& statements, StudyId study, Sequence sequence, const Event& event) {
  const StatementUse use(statements.insert_event);
  use->clearBindings();
  int column = 0;
  use->bind(++column, study);
  use->bind(++column, sequence);
  use->bind(++column, std::string(to_string(event.type)));
  ++column;
  if (event.trial >= 0) use->bind(column, event.trial);
  ++column;
  if (event.assignment >= 0) use->bind(column, event.assignment);
  ++column;
  if (event.assignment >= 0) use->bind(column, event.attempt);
  ++column;
  if (event.type == EventType::report) use->bind(column, event.step);
  use->bind(++column, static_cast<std::int64_t>(event.values.size()));
  ++column;
  if (!event.values.empty()) use->bind(column, event.values.front());  // SQLite keeps NaN as NULL
  ++column;
  if (event.values.size() > 1) use->bind(column, text_of_more(event.values));
  ++column;
  // the text of an exception may be in any encoding
  if (!event.payload.is_null()) use->bind(column, event.payload.dump(-1, ' ', false, Json::error_handler_t::replace));
  use->exec();
}

Event event_of_row(SQLite::Statement& row, const std::string& path) {
  const auto number = [&](int column, std::int64_t absent) {
    return row.isColumnNull(column) ? absent : row.getColumn(column).getInt64();
  };
  const auto text = [&](int column) {
    const SQLite::Column value = row.getColumn(column);
    return std::string_view(value.getText(), static_cast<std::size_t>(value.getBytes()));
  };
  Event event;
  event.sequence = number(0, 0);
  event.type = event_type_from_text(text(1));
  event.trial = number(2, -1);
  event.assignment = number(3, -1);
  event.attempt = number(4, 0);
  event.step = row.isColumnNull(5) ? 0 : row.getColumn(5).getDouble();
  if (number(6, 0) > 0) {
    event.values.push_back(row.isColumnNull(7) ? std::numeric_limits<double>::quiet_NaN()
                                               : row.getColumn(7).getDouble());
  }
  if (number(6, 0) > 1) {
    for (const std::string& item : split(text(8), ',')) {
      const auto value = parse_number(item);
      if (!value) throw BadData(fmt::format("{}: event {} has the value '{}'", path, event.sequence, item), "a number");
      event.values.push_back(*value);
    }
  }
  if (!row.isColumnNull(9)) {
    event.payload = Json::parse(text(9), nullptr, false);
    if (event.payload.is_discarded()) throw BadData(fmt::format("{}: event {} is no JSON", path, event.sequence));
  }
  return event;
}

}  // namespace vernier
