// A small house whose arrows point the wrong way: the law about arrows must find each of them.
namespace Portal.ArchitectureTests.Samples.Rooms.Kernel
{
    internal sealed class KernelThatNamesData
    {
        public static string Say() => Data.SomeData.Text();
    }
}

namespace Portal.ArchitectureTests.Samples.Rooms.Data
{
    internal static class SomeData
    {
        public static string Text() => "";
    }

    internal sealed class DataThatNamesAFeature
    {
        public Features.One.FeatureOne? Feature { get; init; }
    }
}

namespace Portal.ArchitectureTests.Samples.Rooms.Features.One
{
    internal sealed class FeatureOne;
}

namespace Portal.ArchitectureTests.Samples.Rooms.Features.Two
{
    internal sealed class FeatureTwo
    {
        public static async Task<object> UseAsync()
        {
            await Task.Yield();
            return new One.FeatureOne();
        }
    }
}
