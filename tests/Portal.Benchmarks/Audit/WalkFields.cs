using Npgsql;
using Portal.Data.Postgres.Embedded;
using Portal.Features.AuditTrail;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Benchmarks.Audit;

/// <summary>The filters of the search form, each with values of the generated log and with one that nothing there has.</summary>
internal static class WalkFields
{
    private const int Sample = 100;

    public static async Task<IReadOnlyList<WalkField>> OfAsync(BenchInstance instance)
    {
        var (account, session) = await BusyAsync(instance);
        var patient = (await Queries.HoursAsync(instance, 1))[0].Patient;
        return
        [
            new("patient", query => query with { Patient = patient }, query => query with { Patient = PatientId.New() }, IsIndexed: true),
            new("person", query => query with { Person = account }, query => query with { Person = AccountId.New() }, IsIndexed: true),
            new("session", query => query with { Session = session }, query => query with { Session = SessionId.New() }, IsIndexed: true),
            new("role", query => query with { Role = Role.Nurse }, query => query with { Role = Role.Administrator }),
            new("action", query => query with { Action = AuditAction.Update }, query => query with { Action = AuditAction.Print }),
            new("kind of data", query => query with { Data = DataCategories.Account }, query => query with { Data = DataCategories.Keys }),
            new("outcome", query => query with { Outcome = AuditOutcome.Denied }, query => query with { Outcome = AuditOutcome.Failed }),
            new("purpose", query => query with { Purpose = Purpose.Treatment }, query => query with { Purpose = Purpose.Payment }),
            new("break-glass", null, query => query with { IsBreakGlass = true }),
            new("address", query => query with { Address = "10.0.0.0/26" }, query => query with { Address = "203.0.113.9" }),
            new("node", query => query with { Node = "portal-1" }, query => query with { Node = "portal-9" }),
        ];
    }

    /// <summary>Every two of them, with each of their values, over all times.</summary>
    public static IEnumerable<(string What, AuditQuery Query)> Pairs(IReadOnlyList<WalkField> fields) =>
        from first in Enumerable.Range(0, fields.Count)
        from second in Enumerable.Range(first + 1, fields.Count - first - 1)
        from one in fields[first].Values
        from other in fields[second].Values
        select ($"{one.What}, {other.What}", other.Set(one.Set(All)));

    /// <summary>Some threes of them within some time: all, a month, a day, an hour, a year ago or just now.</summary>
    public static IEnumerable<(string What, AuditQuery Query)> Threes(IReadOnlyList<WalkField> fields)
    {
        var random = new Random(7);
        for (var at = 0; at < Sample; at++)
        {
            var chosen = Enumerable.Range(0, fields.Count).OrderBy(_ => random.Next()).Take(3).Select(one => fields[one].Values[random.Next(fields[one].Values.Count)]).ToList();
            var (days, query) = (new[] { 0, 30, 1, 1 / 24.0 }[random.Next(4)], All);
            if (days > 0)
            {
                var to = TimeProvider.System.GetUtcNow().AddDays(-30 - random.Next(330));
                query = query with { From = to.AddDays(-days), To = to };
            }

            yield return ($"{string.Join(", ", chosen.Select(one => one.What))}, {(days > 0 ? $"{days:0.##} days" : "all times")}", chosen.Aggregate(query, (sum, one) => one.Set(sum)));
        }
    }

    /// <summary>Each filter that no index serves by itself, without a time: the search takes a week.</summary>
    public static IEnumerable<(string What, AuditQuery Query)> Narrowed(IReadOnlyList<WalkField> fields) =>
        from field in fields.Where(field => !field.IsIndexed)
        from value in field.Values
        select (value.What, value.Set(new AuditQuery()));

    private static AuditQuery All => new() { From = TimeProvider.System.GetUtcNow().AddYears(-3) };

    // Somebody with many entries: the worst for a search that reads all of a person's.
    private static async Task<(AccountId Account, SessionId Session)> BusyAsync(BenchInstance instance)
    {
        await using var source = NpgsqlDataSource.Create(instance.ConnectionString(DatabaseRole.Auditor));
        await using var command = source.CreateCommand(
            "SELECT account, (array_agg(session))[1] FROM audit.contexts WHERE account IS NOT NULL AND session IS NOT NULL GROUP BY account ORDER BY count(*) DESC LIMIT 1");
        await using var reader = await command.ExecuteReaderAsync();
        Expect.That(await reader.ReadAsync());
        return (new AccountId(reader.GetGuid(0)), new SessionId(reader.GetGuid(1)));
    }
}

/// <summary>One filter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Present">Asks for what the log has; <c>null</c> where it has none.</param>
/// <param name="Absent">Asks for what it has not.</param>
/// <param name="IsIndexed">Whether an index serves it.</param>
internal sealed record WalkField(string Name, Func<AuditQuery, AuditQuery>? Present, Func<AuditQuery, AuditQuery> Absent, bool IsIndexed = false)
{
    /// <summary>Both, named.</summary>
    public IReadOnlyList<(string What, Func<AuditQuery, AuditQuery> Set)> Values =>
        Present is null ? [($"no such {Name}", Absent)] : [(Name, Present), ($"no such {Name}", Absent)];
}
