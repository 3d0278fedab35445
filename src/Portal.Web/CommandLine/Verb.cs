using System.CommandLine;
using System.Text.Json;

namespace Portal.Web.CommandLine;

/// <summary>What all verbs share: the data folder, the way errors are told, JSON on stdout.</summary>
internal static class Verb
{
    private static readonly JsonSerializerOptions JsonFormat = new(JsonSerializerDefaults.Web);

    // The script names the clone's own folder, so that it is one instance from wherever the script is called.
    public static Option<string> Data() => new("--data")
    {
        Description = "The instance's folder.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("PORTAL_DEFAULT_DATA") is { Length: > 0 } folder ? folder : ".data",
        HelpName = "DIR",
    };

    public static Option<bool> Json() => new("--json") { Description = "Print one JSON value and nothing else." };

    /// <summary>Runs a verb's work; what goes wrong becomes one sentence on stderr and exit code 1.</summary>
    public static void Do(this Command command, Func<ParseResult, CancellationToken, Task<int>> work) =>
        command.SetAction(async (parsed, cancel) =>
        {
            try
            {
                return await work(parsed, cancel);
            }
            catch (Exception e) when (Sentences.Of(e) is { } sentence)
            {
                await Console.Error.WriteLineAsync(sentence);
                return 1;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // A stack trace helps nobody at a prompt, and a message could hold data: the type says where to look.
                await Console.Error.WriteLineAsync($"Something unexpected went wrong ({e.GetType().Name} in {e.TargetSite?.DeclaringType?.Name}): try again, and report it if it stays.");
                return 1;
            }
            catch (OperationCanceledException)
            {
                await Console.Error.WriteLineAsync("Stopped.");
                return 1;
            }
        });

    public static void PrintJson<T>(T value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, JsonFormat));

    // Progress is for people: it goes to stderr, so that stdout holds the result alone.
    public static void Say(string line) => Console.Error.WriteLine(line);
}

/// <summary>A verb cannot do its work; the message is one sentence that says what to do.</summary>
/// <param name="message">The sentence.</param>
internal sealed class CommandException(string message) : Exception(message);
