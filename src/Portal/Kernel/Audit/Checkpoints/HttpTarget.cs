using System.Net.Http.Headers;
using System.Text;
using Portal.Kernel.Outbound;

namespace Portal.Kernel.Audit.Checkpoints;

/// <summary>An address that takes checkpoints by POST, one JSON object a line (<c>application/x-ndjson</c>), and answers with a status of success once it keeps them.</summary>
internal sealed class HttpTarget(Uri url, string? token, OutboundHosts hosts) : ICheckpointTarget, IDisposable
{
    // No redirect is followed: what is configured is spoken to, and nothing else.
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = TimeSpan.FromSeconds(10),
        MaxResponseContentBufferSize = 64 * 1024,
    };

    public string Id { get; } = CheckpointSettings.IdOf("http", url.AbsoluteUri);

    public int MostAtOnce => 500;

    public async Task DeliverAsync(IReadOnlyList<string> lines, CancellationToken cancel)
    {
        hosts.Require(url.Host, url.Port);
        using var post = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(string.Concat(lines.Select(line => line + "\n")), Encoding.UTF8, "application/x-ndjson") };
        if (token is not null)
        {
            post.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var answer = await client.SendAsync(post, cancel);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => client.Dispose();
}
