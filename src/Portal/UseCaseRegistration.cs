using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Portal;

/// <summary>Registers use cases: public classes whose constructors are internal, because what they need is.</summary>
internal static class UseCaseRegistration
{
    /// <summary>Registers a use case. It holds no state between calls, so one instance serves all; a context is opened in each call.</summary>
    public static IServiceCollection AddUseCase<T>(this IServiceCollection services)
        where T : class
    {
        var constructor = typeof(T).GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Single();
        var needs = constructor.GetParameters().Select(parameter => parameter.ParameterType).ToArray();
        return services.AddSingleton(provider => (T)constructor.Invoke([.. needs.Select(provider.GetRequiredService)]));
    }
}
