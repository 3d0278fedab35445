using System.CommandLine;
using Portal.Features.AccessReviews;
using Portal.Kernel.Access;

namespace Portal.Web.CommandLine;

/// <summary>Writes everybody whose role opens health data, by role, into a CSV file that only its owner reads.</summary>
internal static class AccessReviewVerb
{
    private const string Name = "access-review";

    public static Command Make()
    {
        var csv = new Option<string>("--csv") { Description = "The file to write; it must not be there yet.", HelpName = "FILE", Required = true };
        var (data, json) = (Verb.Data(), Verb.Json());
        var command = new Command(Name, "List everybody with access to health data, by role, as CSV.") { csv, data, json };
        command.Do(async (parsed, cancel) =>
        {
            var path = Path.GetFullPath(parsed.GetValue(csv)!);
            RefuseWhatIsThere(path);
            await using var opened = await OpenedInstance.OpenAsync(parsed.GetValue(data)!, Verb.Say, cancel);
            await using var services = VerbServices.Over(opened);
            try
            {
                Tell(parsed.GetValue(json), await services.GetRequiredService<ListAccess>().ForAsync(Actor.System(Name), path, cancel), path);
                return 0;
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
            {
                throw Refused();
            }
        });
        return command;
    }

    // Before the instance is opened, so that a wrong path costs nothing.
    private static void RefuseWhatIsThere(string path)
    {
        if (Path.Exists(path) || !Directory.Exists(Path.GetDirectoryName(path)))
        {
            throw Refused();
        }
    }

    private static CommandException Refused() => new("The file given with --csv cannot be made: name one that is not there yet, in a folder that may be written to.");

    private static void Tell(bool isJson, int people, string path)
    {
        if (isJson)
        {
            Verb.PrintJson(new { people, file = path });
        }
        else
        {
            Console.WriteLine($"{people} {(people == 1 ? "person has" : "people have")} access to health data; they are listed in {path}");
        }
    }
}
