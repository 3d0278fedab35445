using Microsoft.AspNetCore.Antiforgery;
using Portal.Features.AccessReviews;
using Portal.Kernel.Access;
using Portal.Web.Hosting.Settings;

namespace Portal.Web.Security;

/// <summary>
/// POST <c>/access-reviews/{id}/file</c>: hands out a signed access review with the proof of its signature as one archive; guarded by a form's token, by the permission and
/// by the limit of downloads.
/// </summary>
internal static class AccessReviewEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/access-reviews/{id:guid}/file", GiveAsync).RequireAuthorization(nameof(Permission.ReadAccessReviews)).DisableAntiforgery().RequireRateLimiting(LimitNames.Download);

    private static Task<IResult> GiveAsync(HttpContext http, IAntiforgery forms, OpenReviewFile opener, Guid id) =>
        ScriptForms.ForPersonAsync(http, forms, async actor => await opener.ForAsync(actor, id, http.RequestAborted) is { } files
            ? new FileArchive($"access-review-{id.ToString("N")[..8]}.zip", [.. files.Select(file => (file.Name, Reader(file)))])
            : Results.NotFound());

    private static Func<CancellationToken, IAsyncEnumerable<byte[]>> Reader(ReviewPackageFile file) => _ => One(file.Content.ToArray());

    private static async IAsyncEnumerable<byte[]> One(byte[] bytes)
    {
        await Task.CompletedTask;
        yield return bytes;
    }
}
