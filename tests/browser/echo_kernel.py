"""A real kernel of another language than Python: it says what it is told."""

from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel


class EchoKernel(Kernel):
    """Answers with what it was asked."""

    implementation = "echo"
    implementation_version = "1"
    banner = "echo"
    language_info = {  # noqa: RUF012
        "name": "echo",
        "mimetype": "text/plain",
        "file_extension": ".txt",
        "codemirror_mode": "null",
    }

    def do_execute(self, code, silent, *_, **__):
        """Say the code."""
        if not silent:
            self.send_response(self.iopub_socket, "stream", {"name": "stdout", "text": code})
        return {
            "status": "ok",
            "execution_count": self.execution_count,
            "payload": [],
            "user_expressions": {},
        }


if __name__ == "__main__":
    IPKernelApp.launch_instance(kernel_class=EchoKernel)
