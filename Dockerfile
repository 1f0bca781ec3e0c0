FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev
COPY src src
COPY connectors connectors
COPY jobs jobs
USER node
EXPOSE 8080
# A young heap of 16 MB is as quick as the default one and keeps a measuring process below 400 MB.
ENTRYPOINT ["node", "--max-semi-space-size=16", "--", "jobs/fairclock.js"]
CMD ["worker"]
