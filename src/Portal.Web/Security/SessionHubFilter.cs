using System.Collections.Frozen;
using Microsoft.AspNetCore.SignalR;
using Portal.Web.Hosting;
using Portal.Web.Hosting.Settings;

namespace Portal.Web.Security;

/// <summary>Stands before the hub that circuits run over: every message of a browser passes here before Blazor sees it (ADR 0031).</summary>
internal sealed class SessionHubFilter(CircuitSessions circuits, CircuitDoor door, LastActivity activity, PortalSettings settings) : IHubFilter
{
    private const string Start = "StartCircuit";
    private const string Return = "ConnectCircuit";

    // What a person does: events of the page, and going somewhere. Answers to the server's own calls, confirmations of drawing and keep-alives are none.
    private static readonly FrozenSet<string> Input = FrozenSet.ToFrozenSet(["BeginInvokeDotNetFromJS", "OnLocationChanged", "OnLocationChanging"]);

    // What opens or widens a circuit: it asks for a living session, without counting as something done.
    private static readonly FrozenSet<string> Opening = FrozenSet.ToFrozenSet([Start, Return, "UpdateRootComponents"]);

    // A circuit put aside would outlive its session, in this node's memory or the browser's hands.
    private static readonly FrozenSet<string> Never = FrozenSet.ToFrozenSet(["PauseCircuit", "ResumeCircuit"]);

    public Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        var caller = context.Context;
        if (caller.User is not { } user || PrincipalActor.ActorOf(user) is not { Session: not null } actor)
        {
            caller.Abort();
            return Task.CompletedTask;
        }

        // Requests of sockets are counted before they get here; other transports have no request that lasts.
        if (!circuits.TryAdd(caller.ConnectionId, actor, caller.Abort, settings.Limits.Circuits))
        {
            caller.Abort();
            return Task.CompletedTask;
        }

        return next(context);
    }

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var caller = invocationContext.Context;
        var method = invocationContext.HubMethodName;
        if (Never.Contains(method) || circuits.Find(caller.ConnectionId) is not { IsEnded: false } circuit)
        {
            caller.Abort();
            return null;
        }

        CircuitFaults.Take(circuit.Session);
        var isAsked = Input.Contains(method) || Opening.Contains(method);
        if (isAsked)
        {
            activity.Note();
        }

        if (isAsked && !await door.MayGoInAsync(circuit, Input.Contains(method), caller.ConnectionAborted))
        {
            return null;
        }

        if (method == Return && !circuits.MayReturn(circuit, invocationContext.HubMethodArguments.FirstOrDefault() as string))
        {
            // "Rejected": the page loads anew.
            return false;
        }

        return Remembered(circuit, invocationContext, await next(invocationContext));
    }

    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        circuits.Remove(context.Context.ConnectionId);
        return next(context, exception);
    }

    private static object? Remembered(OpenCircuit circuit, HubInvocationContext invocation, object? result)
    {
        var secret = invocation.HubMethodName switch
        {
            Start => result as string,
            Return when result is true => invocation.HubMethodArguments[0] as string,
            _ => null,
        };
        if (secret is not null)
        {
            CircuitSessions.Remember(circuit, secret);
        }

        return result;
    }
}
