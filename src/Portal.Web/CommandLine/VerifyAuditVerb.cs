using System.CommandLine;
using System.Globalization;
using Portal.Features.AuditTrail;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Web.CommandLine;

internal static class VerifyAuditVerb
{
    private const string Name = "verify-audit";

    public static Command Make()
    {
        var from = new Option<DateTimeOffset?>("--from") { Description = "Only entries from this time on (as in 2026-11-17T15:00Z).", HelpName = "TIME", CustomParser = Time };
        var to = new Option<DateTimeOffset?>("--to") { Description = "Only entries before this time.", HelpName = "TIME", CustomParser = Time };
        var entry = new Option<Guid?>("--entry") { Description = "Only this entry, with its block.", HelpName = "ID" };
        var isNew = new Option<bool>("--new") { Description = "Only what came since the last verification that found nothing." };
        var checkpoints = new Option<string?>("--checkpoints") { Description = "Compare with the checkpoints that were kept outside, in this file.", HelpName = "FILE" };
        var (data, json) = (Verb.Data(), Verb.Json());
        var command = new Command(Name, "Check the audit log: every entry, the blocks over them, and the signed checkpoints.") { from, to, entry, isNew, checkpoints, data, json };
        command.Do(async (parsed, cancel) =>
        {
            var lines = LinesOf(parsed.GetValue(checkpoints));
            var request = Request(parsed.GetValue(from), parsed.GetValue(to), parsed.GetValue(entry), parsed.GetValue(isNew)) with { Checkpoints = lines };
            await using var opened = await OpenedInstance.OpenAsync(parsed.GetValue(data)!, Verb.Say, cancel);
            await using var services = VerbServices.Over(opened);
            var found = await services.GetRequiredService<VerifyAudit>().ForAsync(Actor.System(Name), request, cancel, new Lines());
            if (parsed.GetValue(json))
            {
                Verb.PrintJson(new { found.Entries, found.Unsealed, Ok = found.IsNothing ? (bool?)null : found.Ok, FirstBad = found.FirstBad?.ToString() ?? found.Where, found.Kind, found.Seconds });
            }
            else if (found.Ok)
            {
                Console.WriteLine(Whole(found));
            }

            return found.Ok ? 0 : Broken(found);
        });
        return command;
    }

    private static VerifyRequest Request(DateTimeOffset? from, DateTimeOffset? to, Guid? entry, bool isNew) => (from ?? to, entry, isNew) switch
    {
        (null, null, false) => VerifyRequest.All,
        (not null, null, false) => new VerifyRequest(VerifyScope.Range) { From = from, To = to },
        (null, not null, false) => new VerifyRequest(VerifyScope.Entry) { Entry = entry },
        (null, null, true) => new VerifyRequest(VerifyScope.New),
        _ => throw new CommandException("Give a range, --entry or --new, not two of them."),
    };

    private static string Whole(AuditVerification found) => (found.Entries, found.Unsealed) switch
    {
        (1, 0) => "The entry holds, as it was written and where it was.",
        (_, 0) => $"{found.Entries} entries hold, each as it was written and where it was.",
        _ => $"{found.Entries} entries hold, each as it was written and where it was ({found.Unsealed} not sealed yet: a deleted one among these would not be found).",
    };

    private static int Broken(AuditVerification found)
    {
        if (found.IsNothing)
        {
            Verb.Say("There is no entry in that part of the audit log: none was written then, or what was there was archived and dropped (retire-audit). Nothing was verified.");
            return 1;
        }

        if (found.Kind == "unknown")
        {
            Verb.Say($"The audit log has no entry {found.FirstBad}, and no block near its time names one: see that the id is right.");
            return 1;
        }

        Verb.Say($"The audit log is broken: {found.Kind}, {found.FirstBad?.ToString() ?? "no single entry"} ({found.Where}; {found.Entries} entries read). Keep the database as it is and tell the compliance officer; docs/runbooks/audit-break.md says what comes next.");
        return 1;
    }

    private static IReadOnlyList<string> LinesOf(string? path)
    {
        if (path is null)
        {
            return [];
        }

        try
        {
            string[] lines = [.. File.ReadLines(path).Where(line => line.Trim().Length > 0)];
            return lines.Length > 0 ? lines : throw new CommandException("The file given with --checkpoints is empty: name the file that the checkpoints were delivered to.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException("The file given with --checkpoints cannot be read: name the file that the checkpoints were delivered to.");
        }
    }

    private static DateTimeOffset? Time(System.CommandLine.Parsing.ArgumentResult given)
    {
        if (DateTimeOffset.TryParse(given.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return time;
        }

        given.AddError("A time is written as in 2026-11-17T15:00Z");
        return null;
    }

    private sealed class Lines : IProgress<VerifyProgress>
    {
        private long said;

        public void Report(VerifyProgress value)
        {
            if (value.Done - Volatile.Read(ref said) >= 100_000)
            {
                Volatile.Write(ref said, value.Done);
                Verb.Say($"{value.Done} of {value.Total} entries read…");
            }
        }
    }
}
