using System.Net;
using System.Text;
using Portal.Kernel.Access;

namespace Portal.Web.Tests.Routes;

/// <summary>Every address by role, asked for at the running host, as a text that somebody approves.</summary>
internal sealed class RouteMatrix(OwnHost host, WebPeople people)
{
    private const string Head = """
        Who gets what at which address, as the running portal answered.

        "open" is an answer with content, "denied" the page that says so (with an entry in the audit log), "sign-in" the way to the sign-in page, "to X" another page, and a number
        a bare status. What an open page shows of a patient is decided behind it, by the Gate.


        """;

    private static readonly Role[] Columns = [Role.None, .. Roles.OfPeople];

    private readonly Dictionary<Role, Browser> browsers = [];

    public async Task<string> WriteAsync()
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n"));
        Line(text, "Address", Columns.Select(role => role == Role.None ? "Nobody" : role.ToString()));
        foreach (var route in PortalRoute.Of(host.Services).GroupBy(route => route.Pattern).Select(Easiest))
        {
            var cells = new List<string>();
            foreach (var role in Columns)
            {
                cells.Add(await AskAsync(route, role));
            }

            Line(text, $"{route.Method} {route.Pattern}", cells);
        }

        return text.ToString();
    }

    public async Task<string> AskAsync(PortalRoute route, Role role)
    {
        using var answer = await (await AsAsync(role)).SendAsync(route.Method, route.Path);
        answer.ShouldBeHardened();
        var to = answer.Headers.Location is { } location ? location.IsAbsoluteUri ? location.AbsolutePath : location.OriginalString.Split('?')[0] : null;
        return answer.StatusCode switch
        {
            HttpStatusCode.OK => "open",
            HttpStatusCode.Redirect or HttpStatusCode.RedirectMethod when to == "/denied" => "denied",
            HttpStatusCode.Redirect or HttpStatusCode.RedirectMethod when to == "/sign-in" => "sign-in",
            _ => to is null ? $"{(int)answer.StatusCode}" : $"to {to}",
        };
    }

    private static PortalRoute Easiest(IEnumerable<PortalRoute> ways) => ways.MinBy(way => way.Method switch { "GET" => 0, "POST" => 1, _ => 2 })!;

    private async Task<Browser> AsAsync(Role role)
    {
        if (!browsers.TryGetValue(role, out var browser))
        {
            browsers[role] = browser = host.NewBrowser();
            if (role != Role.None)
            {
                using var signedIn = await WebPeople.SignInAsync(browser, await people.NewAsync(role));
            }
        }

        return browser;
    }

    private static void Line(StringBuilder text, string name, IEnumerable<string> cells) =>
        text.Append($"{name.PadRight(44)}{string.Concat(cells.Select(cell => cell.PadRight(19)))}".TrimEnd()).Append('\n');
}
