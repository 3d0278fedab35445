using System.Security.Claims;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;

namespace Portal.Web.Tests.Security;

/// <summary>The hub's view of a browser, without one.</summary>
internal sealed class Connection(ClaimsPrincipal user) : HubCallerContext
{
    public override string ConnectionId { get; } = Guid.NewGuid().ToString();

    public override string? UserIdentifier => null;

    public override ClaimsPrincipal? User => user;

    public override IDictionary<object, object?> Items { get; } = new Dictionary<object, object?>();

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override CancellationToken ConnectionAborted => default;

    public bool IsCut { get; private set; }

    public override void Abort() => IsCut = true;
}

internal sealed class AnyHub : Hub;

internal sealed class NoServices : IServiceProvider
{
    public static NoServices One { get; } = new();

    public object? GetService(Type serviceType) => null;
}
