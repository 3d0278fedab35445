using Npgsql;
using Portal.Data.Postgres.Embedded;
using Portal.Features.AuditTrail;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Benchmarks.Audit;

/// <summary>What is asked of the generated log: hours in which a patient's record was opened, and each filter of the search form over the whole time.</summary>
internal static class Queries
{
    public static async Task<List<(PatientId Patient, DateTimeOffset From)>> HoursAsync(BenchInstance instance, int count)
    {
        var hours = new List<(PatientId, DateTimeOffset)>();
        await using var source = NpgsqlDataSource.Create(instance.ConnectionString(DatabaseRole.Superuser));
        await using var command = source.CreateCommand("""
            SELECT s.patient, date_trunc('hour', e.at, 'UTC') FROM
                (SELECT at, subject FROM audit.entries TABLESAMPLE SYSTEM (1) REPEATABLE (7) WHERE subject IS NOT NULL ORDER BY md5(id::text) LIMIT $1) e
            JOIN audit.subjects s ON s.no = e.subject >> 5
            """);
        command.Parameters.AddWithValue(count);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            hours.Add((new PatientId(reader.GetGuid(0)), reader.GetFieldValue<DateTimeOffset>(1)));
        }

        Expect.That(hours.Count == count);
        return hours;
    }

    public static async Task<List<(string Name, AuditQuery Query)>> AllAsync(BenchInstance instance)
    {
        var from = TimeProvider.System.GetUtcNow().AddYears(-3);
        var (account, session) = await SomebodyAsync(instance);
        var patient = (await HoursAsync(instance, 1))[0].Patient;
        return
        [
            ("patient", new AuditQuery { Patient = patient, From = from }),
            ("patient and action", new AuditQuery { Patient = patient, Action = AuditAction.Update, From = from }),
            ("person", new AuditQuery { Person = account, From = from }),
            ("person and outcome", new AuditQuery { Person = account, Outcome = AuditOutcome.Denied, From = from }),
            ("person and patient", new AuditQuery { Person = account, Patient = patient, From = from }),
            ("session", new AuditQuery { Session = session, From = from }),
            ("role", new AuditQuery { Role = Role.Clinician, From = from }),
            ("action", new AuditQuery { Action = AuditAction.Search, From = from }),
            ("an action that nobody did", new AuditQuery { Action = AuditAction.Print, From = from }),
            ("kind of data", new AuditQuery { Data = DataCategories.Billing, From = from }),
            ("outcome", new AuditQuery { Outcome = AuditOutcome.Denied, From = from }),
            ("purpose", new AuditQuery { Purpose = Purpose.Payment, From = from }),
            ("break-glass", new AuditQuery { IsBreakGlass = true, From = from }),
            ("address", new AuditQuery { Address = "10.0.0.17", From = from }),
            ("node", new AuditQuery { Node = "portal-1", From = from }),
            ("role, action, outcome, purpose and node", new AuditQuery { Role = Role.Nurse, Action = AuditAction.Update, Outcome = AuditOutcome.Denied, Purpose = Purpose.Treatment, Node = "portal-1", From = from }),
        ];
    }

    private static async Task<(AccountId Account, SessionId Session)> SomebodyAsync(BenchInstance instance)
    {
        await using var source = NpgsqlDataSource.Create(instance.ConnectionString(DatabaseRole.Auditor));
        await using var command = source.CreateCommand("SELECT account, session FROM audit.contexts WHERE account IS NOT NULL AND session IS NOT NULL ORDER BY no OFFSET 1000 LIMIT 1");
        await using var reader = await command.ExecuteReaderAsync();
        Expect.That(await reader.ReadAsync());
        return (new AccountId(reader.GetGuid(0)), new SessionId(reader.GetGuid(1)));
    }
}
