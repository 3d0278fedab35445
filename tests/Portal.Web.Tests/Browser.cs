using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace Portal.Web.Tests;

/// <summary>As much of a browser as static pages need: cookies, forms with their hidden fields, no following of redirects.</summary>
internal sealed partial class Browser : IDisposable
{
    private readonly HttpClient client;
    private readonly Uri address;
    private readonly X509Certificate2 trusted;

    public Browser(Uri address, X509Certificate2 trusted)
    {
        this.address = address;
        this.trusted = trusted;
        client = new HttpClient(NewHandler()) { BaseAddress = address };
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        client.DefaultRequestHeaders.Add("User-Agent", "Test browser");
    }

    /// <summary>The same trust and cookies, for other ways to ask.</summary>
    public SocketsHttpHandler NewHandler()
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(trusted);
        var handler = new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false };
        handler.SslOptions.CertificateChainPolicy = trust;
        return handler;
    }

    /// <summary>A header that goes with everything from now on.</summary>
    public void Always(string name, string value) => client.DefaultRequestHeaders.Add(name, value);

    public CookieContainer Cookies { get; } = new();

    public string? Cookie(string name) => Cookies.GetCookies(address)[name]?.Value;

    public void SetCookie(string name, string value) => Cookies.Add(new Cookie(name, value, "/", "localhost") { Secure = true });

    public Task<HttpResponseMessage> GetAsync(string path) => client.GetAsync(new Uri(path, UriKind.Relative));

    public async Task<string> HtmlAsync(string path)
    {
        using var response = await GetAsync(path);
        return WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
    }

    /// <summary>A page as it came, with what it holds for a circuit.</summary>
    public Task<string> RawHtmlAsync(string path) => client.GetStringAsync(new Uri(path, UriKind.Relative));

    /// <summary>Fills in the page's first form and sends it to where it points.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string page, params (string Name, string Value)[] fields)
    {
        var html = await HtmlAsync(page);
        var action = FormAction().Match(html);
        var form = html[action.Index..html.IndexOf("</form>", action.Index, StringComparison.Ordinal)];
        var hidden = HiddenField().Matches(form).Select(m => (m.Groups["name"].Value, m.Groups["value"].Value));
        return await PostAsync(action.Groups["to"].Value, [.. hidden, .. fields]);
    }

    /// <summary>The same for a page with several forms: the one that holds a field of this name.</summary>
    public async Task<HttpResponseMessage> SubmitFormAsync(string page, string field, params (string Name, string Value)[] fields)
    {
        return await PostAsync(page, [.. HiddenIn(await HtmlAsync(page), field), .. fields]);
    }

    /// <summary>The hidden fields of the one form of a page that holds a field of this name.</summary>
    public static IEnumerable<(string Name, string Value)> HiddenIn(string html, string field)
    {
        var form = html.Split("<form").Single(part => part.Split("</form>")[0].Contains($"name=\"{field}\"", StringComparison.Ordinal)).Split("</form>")[0];
        return HiddenField().Matches(form).Select(m => (m.Groups["name"].Value, m.Groups["value"].Value));
    }

    /// <summary>A page without what differs from one to the next whatever was sent: the form's token, marks of the renderer, the session; and without what was typed.</summary>
    public static string Same(string html, string typed = "\u0001") => Random().Replace(html.Replace(typed, "", StringComparison.Ordinal), "");

    public Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields) =>
        client.PostAsync(new Uri(path, UriKind.Relative), new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))));

    public Task<HttpResponseMessage> PostAsync(string path, HttpContent body) => client.PostAsync(new Uri(path, UriKind.Relative), body);

    public Task<HttpResponseMessage> SendAsync(string method, string path) => client.SendAsync(new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative)));

    public void Dispose() => client.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"[^\"]*\"|<!--Blazor[^>]*-->|data-(session|left)=\"[^\"]*\"", RegexOptions.None, 1000)]
    private static partial Regex Random();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HiddenField();

    [GeneratedRegex("<form[^>]* action=\"(?<to>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FormAction();
}
